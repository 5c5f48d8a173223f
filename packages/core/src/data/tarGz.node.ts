import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { Readable } from 'node:stream';
import { unpackTar } from 'modern-tar';
import { CoreError } from '../errors.ts';
import { reasonOf } from '../reason.ts';

/** Room for an archive's other files, beside as much again as is wanted. */
const slackBytes = 2 ** 24;

/**
 * Reads some files of a `.tar.gz`, in whatever folder of the archive they are; only these are held in memory. Not with
 * modern-tar's `createTarDecoder`: in 0.8.6 it was seen to wait for ever after a file was skipped with `cancel()`.
 *
 * @param wanted the name and the size of each file; nothing of another size is read.
 * @throws {CoreError} `invalid-data` if the archive cannot be read or one of the files is not in it.
 */
export async function readTarGz(
  path: string,
  wanted: readonly { readonly name: string; readonly bytes: number }[],
): Promise<Map<string, Uint8Array>> {
  const sizes = new Map(wanted.map(({ name, bytes }) => [name, bytes]));
  // Node's own type of a web stream differs from the standard's in name only.
  const file = Readable.toWeb(createReadStream(path)) as ReadableStream<BufferSource>;
  const limit = 2 * wanted.reduce((sum, { bytes }) => sum + bytes, 0) + slackBytes;
  const unpacked = file.pipeThrough(new DecompressionStream('gzip')).pipeThrough(limitedTo(limit));
  const entries = await unpackTar(unpacked, {
    strict: true,
    filter: ({ name, type, size }) => type === 'file' && sizes.get(basename(name)) === size,
  }).catch((cause: unknown) => {
    throw new CoreError('invalid-data', `${path}: cannot read this archive: ${reasonOf(cause)}`, { cause });
  });
  const found = new Map<string, Uint8Array>();
  for (const { header, data } of entries) if (data) found.set(basename(header.name), data);

  const missing = wanted.filter(({ name }) => !found.has(name));
  if (missing.length > 0) {
    const list = missing.map(({ name, bytes }) => `${name} (${bytes} bytes)`).join(', ');
    throw new CoreError('invalid-data', `${path}: not in the archive: ${list}`);
  }
  return found;
}

/** Passes bytes on and ends with an error where there are more: a small gzip can unpack to anything. */
function limitedTo(limit: number): TransformStream<Uint8Array, Uint8Array> {
  let total = 0;
  return new TransformStream({
    transform(chunk, controller) {
      total += chunk.length;
      if (total > limit) throw new Error(`it unpacks to more than ${limit} bytes`);
      controller.enqueue(chunk);
    },
  });
}
