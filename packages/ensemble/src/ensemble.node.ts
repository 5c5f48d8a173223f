import { writeFileAtomically } from '@convoy/core/internal/node';
import { type EnsembleOptions, Ensemble as PortableEnsemble } from './ensemble.ts';
import { EnsembleError, messageOf } from './errors.ts';
import type { EnsembleContent } from './file/content.ts';
import { decodeEnsemble } from './file/decode.ts';
import { readEnsembleBytes } from './readRun.node.ts';

/** An ensemble that can also be read from a disk and written to it. */
export class Ensemble extends PortableEnsemble {
  /**
   * Reads an ensemble.
   * @param source a run directory, an `ensemble.convoy` file, or the bytes of one
   * @throws {EnsembleError} if there is none, or it is truncated, corrupt or of a newer version
   * @example
   * const ensemble = await Ensemble.load('runs/a');
   */
  static override async load(source: string | Uint8Array, options?: EnsembleOptions): Promise<Ensemble> {
    if (typeof source !== 'string') return new Ensemble(decodeEnsemble(source), options);
    const { file, bytes } = await readEnsembleBytes(source);
    try {
      return new Ensemble(decodeEnsemble(bytes), options);
    } catch (error) {
      throw new EnsembleError('unreadable', `${file}: ${messageOf(error)}`, { cause: error });
    }
  }

  /** Writes its file, whole or not at all. */
  async save(path: string): Promise<void> {
    await writeFileAtomically(path, this.encode());
  }
}

/** What a run in Node makes of its members. */
export function nodeEnsemble(content: EnsembleContent, options: EnsembleOptions): Ensemble {
  return new Ensemble(content, options);
}
