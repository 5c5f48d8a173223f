// What crosses the border between the main thread and a worker.

import { Packr } from 'msgpackr';

// `moreTypes` keeps typed arrays what they are; without it a Float32Array comes back as misaligned bytes.
const packr = new Packr({ moreTypes: true });

/** Packs a result into memory of its own: msgpackr's buffers share a pool, which a transfer would take away whole. */
export function packResult(result: unknown): Uint8Array<ArrayBuffer> {
  return new Uint8Array(packr.pack(result));
}

export function unpackResult<Result>(bytes: Uint8Array): Result {
  return packr.unpack(bytes) as Result;
}
