// Tensor data in JSON: flat, or nested as its shape is. Row-major either way, so that the order of the numbers is the same.

import { badRequest, badRequestOf } from '../../errors.ts';

/** Deeper than any shape of images; a body of nothing but brackets must not exhaust the stack. */
const deepest = 4;

/** @throws {ServeError} naming the first value that is no pixel, or if there are more or fewer than `count` */
export function flatten(
  field: string,
  data: unknown,
  count: number,
  datatype: 'UINT8' | 'FP32',
): Uint8Array | Float32Array {
  if (!Array.isArray(data)) throw badRequest(field, `an array of ${count} pixel values`, data);
  const values = datatype === 'UINT8' ? new Uint8Array(count) : new Float32Array(count);
  const expected = datatype === 'UINT8' ? 'a whole pixel value from 0 to 255' : 'a pixel value from 0 to 255';
  let at = 0;

  function take(items: readonly unknown[], depth: number, where: string): void {
    for (let i = 0; i < items.length; i++) {
      const item = items[i];
      if (Array.isArray(item) && depth < deepest) {
        take(item, depth + 1, `${where}[${i}]`);
        continue;
      }
      const isPixel = typeof item === 'number' && item >= 0 && item <= 255;
      if (!isPixel || (datatype === 'UINT8' && !Number.isInteger(item))) {
        throw badRequest(`${where}[${i}]`, expected, Array.isArray(item) ? 'an array' : item);
      }
      if (at === count) throw badRequestOf(field, `${count} values for this shape`, 'more');
      values[at++] = item;
    }
  }
  take(data, 1, field);
  if (at < count) throw badRequestOf(field, `${count} values for this shape`, `${at} values`);
  return values;
}
