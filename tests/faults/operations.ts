// What a run does to the disk, as `hook.ts` writes it down, and the faults that it can bring about.

export type Operation = {
  /** Which kind of thread, and its own count of operations. */
  readonly thread: 'main' | 'worker';
  readonly at: number;
  readonly path: string;
} & (
  | { readonly kind: 'create' | 'remove' | 'mkdir' | 'sync' }
  | { readonly kind: 'rename'; readonly to: string }
  /** `content` is a file beside the log. */
  | { readonly kind: 'write'; readonly content: string }
);

export type OperationKind = Operation['kind'];

export interface Fault {
  readonly thread: Operation['thread'];
  readonly at: number;
  readonly action: 'kill-before' | 'kill-after' | 'EIO' | 'ENOSPC';
}
