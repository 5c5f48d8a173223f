import { readFile } from 'node:fs/promises';
import { CoreError } from '../errors.ts';
import { writeFileAtomically } from '../format/atomicWrite.node.ts';
import { reasonOf } from '../reason.ts';
import { decodeModelContent, encodeModel } from './save.ts';
import { Sequential as PortableSequential } from './sequential.ts';

/** A model that can also be read from a disk and written to it. */
export class Sequential extends PortableSequential {
  /**
   * Reads a model from a file that `save` or `ModelCheckpoint` wrote, ready to predict; to train or evaluate it, `compile`
   * it first.
   * @throws {CoreError} `read-failed` if there is no such file; another code if it is damaged, newer, or no model.
   * @example
   * using model = await Sequential.load('digits.convoy');
   */
  static async load(path: string): Promise<Sequential> {
    const bytes = await readFile(path).catch((cause: unknown) => {
      throw new CoreError('read-failed', `cannot read ${path}: ${reasonOf(cause)}`, { cause });
    });
    try {
      const { config, weights } = decodeModelContent(bytes);
      const model = new Sequential(config);
      await model.setWeights(weights);
      return model;
    } catch (cause) {
      if (!(cause instanceof CoreError)) throw cause;
      throw new CoreError(cause.code, `${path}: ${cause.message}`, { cause });
    }
  }

  /**
   * Writes configuration and weights to a file, whole or not at all. The same model gives the same bytes.
   * @throws {CoreError} `not-initialized` if the model has no weights yet; `write-failed`.
   */
  async save(path: string): Promise<void> {
    await writeFileAtomically(path, await encodeModel(this));
  }
}
