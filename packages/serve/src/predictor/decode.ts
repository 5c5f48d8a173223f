// Picture files to the bytes that an ensemble takes. The only place that decodes: its limits hold for every route.

import { type ImageTarget, type PreparedImage, prepareImage } from '@convoy/core/node';
import { ServeError } from '../errors.ts';
import { declaredSize } from './pictureHeader.ts';

/**
 * Decodes a PNG or JPEG file and prepares it as the ensemble's training images were. A few bytes can declare a picture
 * of gigabytes, so the declared size is checked before anything is decoded.
 *
 * @throws {ServeError} `invalid-request` if the picture has more than `maxPixels`
 * @throws {CoreError} `invalid-data` if it is damaged, or neither PNG nor JPEG
 */
export async function decode(
  file: Uint8Array,
  name: string,
  target: ImageTarget,
  maxPixels: number,
): Promise<PreparedImage> {
  const size = declaredSize(file);
  if (size !== undefined && size.width * size.height > maxPixels) {
    const most = maxPixels.toLocaleString('en-US');
    throw new ServeError(
      'invalid-request',
      `${name}: expected at most ${most} pixels, got ${size.width} × ${size.height}`,
    );
  }
  return prepareImage(file, name, target);
}
