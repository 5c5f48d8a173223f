import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type { Split } from './dataset.ts';
import { digestedParts } from './digest.ts';

/**
 * A data set's `sha256`, with Node's own hash: 0.1 to 0.2 s for CIFAR-10's 184 MB, where one in JavaScript took 1.3 s.
 */
export function datasetDigest(splits: { readonly train: Split; readonly test: Split }): string {
  const hash = createHash('sha256');
  for (const part of digestedParts(splits)) hash.update(part);
  return hash.digest('hex');
}

/** Hexadecimal SHA-256 of a file. */
export async function fileDigest(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}
