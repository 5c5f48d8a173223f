// A dataset as all worker threads see it.

import type { Split } from '@convoy/core';
import type { DatasetRows } from '../../member/rows.ts';

/** Bytes that are not shared yet are copied to shared memory, once: handing them to a worker copies nothing. */
export function shareDataset({ train, test, sha256 }: DatasetRows): DatasetRows {
  return { train: share(train), test: share(test), sha256 };
}

function share(split: Split): Split {
  return { count: split.count, images: shareBytes(split.images), labels: shareBytes(split.labels) };
}

function shareBytes(bytes: Uint8Array): Uint8Array {
  if (bytes.buffer instanceof SharedArrayBuffer) return bytes;
  const shared = new Uint8Array(new SharedArrayBuffer(bytes.length));
  shared.set(bytes);
  return shared;
}
