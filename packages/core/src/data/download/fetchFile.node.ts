// One file of a data set from the first mirror that has it, whole and right, or not at all.

import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { CoreError } from '../../errors.ts';
import { renameDurably } from '../../format/atomicWrite.node.ts';
import { reasonOf } from '../../reason.ts';
import { fileDigest } from '../digest.node.ts';
import { fileSize } from '../find.node.ts';
import type { DatasetFile } from '../source.ts';
import { type TransferOptions, transfer } from './transfer.node.ts';

/**
 * Fetches a file into `folder`, by way of `NAME.part`, which a later call goes on from if this one is cut off. It gets
 * its name only once its size and SHA-256 are right.
 *
 * @returns the file's path
 * @throws {CoreError} `download-failed`, with each mirror and why it failed. The signal's reason, if it was aborted.
 */
export async function fetchFile(
  file: DatasetFile,
  folder: string,
  mirrors: readonly string[],
  options: TransferOptions,
): Promise<string> {
  const failures: string[] = [];
  for (const mirror of mirrors) {
    const url = new URL(file.name, mirror.endsWith('/') ? mirror : `${mirror}/`).href;
    try {
      return await fetchFrom(url, file, folder, options);
    } catch (error) {
      options.signal?.throwIfAborted();
      failures.push(`  ${url}: ${reasonOf(error)}`);
    }
  }
  throw new CoreError(
    'download-failed',
    `cannot download ${file.name}. Tried:\n${failures.join('\n')}\n` +
      `Try again later (it goes on where it ended), or put the file into ${folder} yourself`,
  );
}

async function fetchFrom(
  url: string,
  file: DatasetFile,
  folder: string,
  options: TransferOptions,
): Promise<string> {
  const part = join(folder, `${file.name}.part`);
  const before = (await fileSize(part)) ?? 0;
  if (before > file.bytes) await rm(part);
  if (before !== file.bytes) await transfer(url, part, file, options);

  const hash = await fileDigest(part);
  if (hash !== file.sha256) {
    await rm(part);
    // What was there before may have been wrong, and not what this mirror sent.
    if (before > 0 && before <= file.bytes) return fetchFrom(url, file, folder, options);
    throw new Error(`wrong SHA-256: ${hash}, expected ${file.sha256}`);
  }
  const path = join(folder, file.name);
  await renameDurably(part, path);
  return path;
}
