import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { CoreError } from '../errors.ts';
import { reasonOf } from '../reason.ts';

const gunzipBytes = promisify(gunzip);

/** More than any one file of a data set here; a bound for what a damaged file may ask for. */
const maxBytes = 2 ** 28;

/**
 * The bytes of a file, decompressed if they are gzip, whatever the file's name is.
 * @throws {CoreError} `read-failed`; `invalid-data` if the gzip is damaged.
 */
export async function readDataFile(path: string): Promise<Uint8Array> {
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw new CoreError('read-failed', `cannot read ${path}: ${reasonOf(cause)}`, { cause });
  });
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return await gunzipBytes(bytes, { maxOutputLength: maxBytes });
  } catch (cause) {
    throw new CoreError('invalid-data', `${path}: damaged gzip: ${reasonOf(cause)}`, { cause });
  }
}
