// A dataset as one value of the store, which workers fetch by its digest if they have it nowhere else.

import { createHash } from 'node:crypto';
import type { Dataset } from '@convoy/core';
import { decodeContainer, encodeContainer } from '@convoy/core/internal';
import type { DatasetRows, RunStore } from '@convoy/ensemble';
import { ClusterError, messageOf } from '../errors.ts';

const kind = 'dataset';
const version = 1;

/** Under the root of the store, so that runs on the same dataset share it. */
export const datasetKey = (sha256: string) => `datasets/${sha256}.convoy`;

/** Puts a dataset where workers find it, unless it is there. */
export async function uploadDataset(root: RunStore, dataset: Dataset): Promise<void> {
  const key = datasetKey(dataset.sha256);
  if ((await root.list('datasets/')).includes(key)) return;
  await root.write(key, encodeDataset(dataset));
}

/** The rows of a dataset, as a file. */
export function encodeDataset({ name, imageShape, train, test, sha256 }: Dataset): Uint8Array {
  const tensors = new Map<string, { readonly shape: readonly number[]; readonly data: Uint8Array }>();
  for (const [split, { count, images, labels }] of Object.entries({ train, test })) {
    tensors.set(`${split}/images`, { shape: [count, ...imageShape], data: images });
    tensors.set(`${split}/labels`, { shape: [count], data: labels });
  }
  return encodeContainer({ kind, version, header: { name, sha256 }, tensors });
}

/**
 * Reads a dataset's rows into memory that threads share.
 * @param where for the error
 * @throws {ClusterError} `no-dataset` if the bytes are damaged, or those of another dataset
 */
export function decodeDataset(bytes: Uint8Array, sha256: string, where: string): DatasetRows {
  try {
    const { tensors } = decodeContainer(bytes, { kind, version });
    const shared = (name: string) => {
      const data = tensors.get(name)?.data;
      if (!(data instanceof Uint8Array)) throw new Error(`it has no ${name}`);
      const copy = new Uint8Array(new SharedArrayBuffer(data.length));
      copy.set(data);
      return copy;
    };
    const split = (name: string) => {
      const labels = shared(`${name}/labels`);
      return { count: labels.length, images: shared(`${name}/images`), labels };
    };
    const rows = { train: split('train'), test: split('test') };
    const hash = createHash('sha256');
    for (const { images, labels } of [rows.train, rows.test]) hash.update(images).update(labels);
    const found = hash.digest('hex');
    if (found !== sha256) throw new Error(`its SHA-256 is ${found}`);
    return { ...rows, sha256 };
  } catch (cause) {
    const what = `${where}: expected the dataset with SHA-256 ${sha256}`;
    throw new ClusterError('no-dataset', `${what}: ${messageOf(cause)}`, { cause });
  }
}
