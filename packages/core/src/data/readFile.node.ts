import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gunzip, gunzipSync, constants as zlibConstants } from 'node:zlib';
import { CoreError } from '../errors.ts';
import { reasonOf } from '../reason.ts';

const gunzipBytes = promisify(gunzip);

/** The largest array of bytes that is made of one file, packed or not. */
const mostBytes = 2 ** 32 - 1;

/** Of a packed file: enough for the header of what is in it. */
const headBytes = 512;
/** Deflate packs at most 1,032 bytes into one. */
const deflateLimit = 1032;

interface FileKind {
  isFile(): boolean;
  isDirectory(): boolean;
  isFIFO(): boolean;
  isSocket(): boolean;
  isSymbolicLink(): boolean;
}

/** What something in a folder is, in words: `a file`, `a named pipe` … */
export function kindOf(entry: FileKind): string {
  if (entry.isFile()) return 'a file';
  if (entry.isDirectory()) return 'a folder';
  if (entry.isFIFO()) return 'a named pipe';
  if (entry.isSocket()) return 'a socket';
  return entry.isSymbolicLink() ? 'a link' : 'a device';
}

/**
 * The bytes of a regular file, links followed. A named pipe, a socket or a device is refused, never waited for.
 * @param name for errors @default path
 * @throws {CoreError} `read-failed`
 */
export async function readRegularFile(
  path: string,
  name: string = path,
  limit: number = mostBytes,
): Promise<Uint8Array> {
  try {
    // Without O_NONBLOCK, opening a named pipe that nobody writes to never returns.
    const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    try {
      const found = await file.stat();
      if (!found.isFile()) throw new Error(`it is ${kindOf(found)}, not a file`);
      if (found.size > limit) throw new Error(`${found.size} bytes, expected at most ${limit}`);
      return await readInParts(file, found.size);
    } finally {
      await file.close();
    }
  } catch (cause) {
    throw new CoreError('read-failed', `cannot read ${name}: ${reasonOf(cause)}`, { cause });
  }
}

/** Node reads at most 2 GiB at once. */
const mostAtOnce = 2 ** 30;

/** The first `size` bytes of a file, fewer if it has become shorter. */
export async function readInParts(
  file: FileHandle,
  size: number,
  part: number = mostAtOnce,
): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(size);
  let at = 0;
  while (at < size) {
    const { bytesRead } = await file.read(bytes, at, Math.min(part, size - at), at);
    if (bytesRead === 0) break;
    at += bytesRead;
  }
  return bytes.subarray(0, at);
}

/**
 * The bytes of a file, decompressed if they are gzip, whatever the file's name is.
 * @throws {CoreError} `read-failed`; `invalid-data` if the gzip is damaged or holds more than 4 GiB
 */
export async function readDataFile(path: string): Promise<Uint8Array> {
  return (await readPacked(path)).bytes;
}

/**
 * As `readDataFile`, with the file's own bytes beside them.
 * @param limitOf how many bytes there are in all, by the first of the decompressed ones
 */
export async function readPacked(
  path: string,
  limitOf: (head: Uint8Array) => number = () => mostBytes,
): Promise<{ readonly packed: Uint8Array; readonly bytes: Uint8Array }> {
  const packed = await readRegularFile(path);
  if (packed[0] !== 0x1f || packed[1] !== 0x8b) return { packed, bytes: packed };
  let limit = 0;
  try {
    const head = gunzipSync(packed.subarray(0, headBytes), { finishFlush: zlibConstants.Z_SYNC_FLUSH });
    limit = Math.min(limitOf(head), mostBytes, packed.length * deflateLimit);
    return { packed, bytes: await gunzipBytes(packed, { maxOutputLength: limit }) };
  } catch (cause) {
    if (cause instanceof CoreError) throw cause;
    const isTooLarge = cause instanceof Error && 'code' in cause && cause.code === 'ERR_BUFFER_TOO_LARGE';
    const what = isTooLarge ? `gzip of more than ${limit} bytes` : `damaged gzip: ${reasonOf(cause)}`;
    throw new CoreError('invalid-data', `${path}: ${what}`, { cause });
  }
}
