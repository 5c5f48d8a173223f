import { sizeOf } from '@convoy/kernels/internal';
import { CoreError } from '../errors.ts';
import type { Dataset } from './dataset.ts';
import { requireLabels } from './split.ts';

/**
 * Checks a dataset that a program put together by itself. One of `createDataset` or `loadDataset` always passes.
 * @throws {CoreError} `invalid-data` if images or labels are no bytes, do not fit `count` and `imageShape`, or a label is no
 *   class.
 */
export function checkDataset({ name, imageShape, classNames, ...splits }: Dataset): void {
  for (const split of ['train', 'test'] as const) {
    const { count, images, labels } = splits[split];
    const where = `data set ${name}: ${split}`;
    const expected = { images: count * sizeOf(imageShape), labels: count };
    for (const [field, bytes] of Object.entries({ images, labels })) {
      const length = expected[field === 'images' ? 'images' : 'labels'];
      if (bytes instanceof Uint8Array && bytes.length === length) continue;
      const found = ArrayBuffer.isView(bytes)
        ? `a ${bytes.constructor.name} of ${bytes.length}`
        : String(bytes);
      throw new CoreError(
        'invalid-data',
        `${where}: ${field}: expected a Uint8Array of ${length} values, got ${found}. Make it with createDataset`,
      );
    }
    requireLabels(labels, classNames.length, where);
  }
}
