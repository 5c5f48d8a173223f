// Image files to the bytes that an ensemble takes. The only place that decodes: its limits hold for every route.

import { CoreError, type ImageTarget, type PreparedImage, prepareImage } from '@convoy/core';
import { ServeError } from '../errors.ts';

/**
 * Decodes a PNG, JPEG or WebP file and prepares it as the ensemble's training images were. The size that it declares is
 * checked before anything is decoded.
 *
 * @throws {ServeError} `invalid-request` if it is damaged, too large or of another format
 */
export async function decode(
  file: Uint8Array,
  name: string,
  target: ImageTarget,
  maxPixels: number,
): Promise<PreparedImage> {
  try {
    return await prepareImage(file, name, target, { maxPixels });
  } catch (error) {
    if (!(error instanceof CoreError)) throw error;
    throw new ServeError('invalid-request', error.message, { cause: error });
  }
}
