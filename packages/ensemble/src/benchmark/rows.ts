import type { Split } from '@convoy/core';

/** The first rows, from the beginning again where there are too few. */
export function repeatRows(split: Split, count: number): Split {
  const size = split.images.length / split.count;
  const rows: Split = {
    count,
    images: new Uint8Array(new SharedArrayBuffer(count * size)),
    labels: new Uint8Array(new SharedArrayBuffer(count)),
  };
  for (let n = 0; n < count; n++) {
    const from = n % split.count;
    rows.images.set(split.images.subarray(from * size, (from + 1) * size), n * size);
    rows.labels[n] = split.labels[from] ?? 0;
  }
  return rows;
}
