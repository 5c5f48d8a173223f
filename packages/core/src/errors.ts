/** What went wrong, for programs. One line a kind; new kinds are added at the end of their group. */
export type CoreErrorCode =
  // Arguments of functions and options of layers, models, optimizers.
  | 'invalid-argument'
  | 'invalid-layer'
  | 'wrong-shape'
  | 'unknown-preset'
  // Life of a model.
  | 'not-compiled'
  | 'not-initialized'
  | 'disposed'
  | 'not-finite'
  // Files.
  | 'not-a-container'
  | 'wrong-kind'
  | 'newer-version'
  | 'truncated-file'
  | 'corrupt-file'
  | 'read-failed'
  | 'write-failed'
  // Data sets.
  | 'unknown-dataset'
  | 'dataset-not-found'
  | 'invalid-data'
  | 'download-failed';

/** Every error of this package: what happened, the value, and what to do; `code` is for programs. */
export class CoreError extends Error {
  readonly code: CoreErrorCode;

  constructor(code: CoreErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'CoreError';
    this.code = code;
  }
}
