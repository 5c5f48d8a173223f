// One attempt to fetch one file over HTTP into its `.part` file, going on where an earlier attempt ended.

import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { fileSize } from '../find.node.ts';
import type { DatasetFile } from '../source.ts';

export interface TransferOptions {
  /** Told as bytes arrive. */
  readonly onProgress?: (progress: DownloadProgress) => void;
  /** Ends the download; what has been received is kept, for the next to go on from. */
  readonly signal?: AbortSignal;
  /** Seconds without a byte after which a server is given up. @default 30 */
  readonly stallSeconds?: number;
}

/** How far one file has come. */
export interface DownloadProgress {
  readonly file: string;
  /** Bytes, those of earlier attempts included. */
  readonly received: number;
  readonly total: number;
}

/** @throws {Error} with a reason for people, if it did not receive exactly `file.bytes` bytes in all. */
export async function transfer(
  url: string,
  partPath: string,
  file: DatasetFile,
  options: TransferOptions,
): Promise<void> {
  const stallSeconds = options.stallSeconds ?? 30;
  const stall = new AbortController();
  const timer = setTimeout(
    () => stall.abort(new Error(`no data for ${stallSeconds} seconds`)),
    1000 * stallSeconds,
  );
  const signal = options.signal ? AbortSignal.any([options.signal, stall.signal]) : stall.signal;
  try {
    const { response, offset } = await request(url, partPath, file, signal);
    let received = offset;
    const metered = async function* (chunks: AsyncIterable<Uint8Array>) {
      for await (const chunk of chunks) {
        received += chunk.length;
        if (received > file.bytes) throw new Error(`sent more than the ${file.bytes} bytes of the file`);
        timer.refresh();
        options.onProgress?.({ file: file.name, received, total: file.bytes });
        yield chunk;
      }
    };
    if (!response.body) throw new Error('sent an empty answer');
    const part = createWriteStream(partPath, { flags: offset > 0 ? 'a' : 'w', flush: true });
    await pipeline(response.body, metered, part);
    if (received < file.bytes) throw new Error(`ended after ${received} of ${file.bytes} bytes`);
  } finally {
    clearTimeout(timer);
  }
}

interface Answer {
  readonly response: Response;
  /** Where in the file the answer begins. */
  readonly offset: number;
}

async function request(
  url: string,
  partPath: string,
  file: DatasetFile,
  signal: AbortSignal,
): Promise<Answer> {
  const resumeAt = (await fileSize(partPath)) ?? 0;
  // A server that compresses on the way would send other bytes than the file's.
  const headers: Record<string, string> = { 'accept-encoding': 'identity' };
  if (resumeAt > 0) headers.range = `bytes=${resumeAt}-`;
  const response = await fetch(url, { headers, signal });

  if (response.status === 206 && response.headers.get('content-range')?.startsWith(`bytes ${resumeAt}-`)) {
    return { response, offset: resumeAt };
  }
  if (response.status === 200) {
    const length = response.headers.get('content-length');
    if (length === null || Number(length) === file.bytes) return { response, offset: 0 };
    await response.body?.cancel();
    throw new Error(`offered ${length} bytes instead of ${file.bytes}`);
  }
  await response.body?.cancel();
  if (resumeAt > 0 && (response.status === 206 || response.status === 416)) {
    // It cannot go on from there: begin again.
    await rm(partPath);
    return request(url, partPath, file, signal);
  }
  throw new Error(`answered ${response.status} ${response.statusText}`.trimEnd());
}
