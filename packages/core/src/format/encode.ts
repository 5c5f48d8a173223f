// Writes a container: a header of plain data and named tensors, in the layout of `layout.ts`.

import { sha256 } from '@noble/hashes/sha2.js';
import { CoreError } from '../errors.ts';
import {
  checksumBytes,
  elementsIn,
  formatVersion,
  layOut,
  magic,
  prefixBytes,
  typeOfData,
} from './layout.ts';
import { packPlainData } from './messagePack.ts';
import type { StoredTensor } from './tensor.ts';

/** What a file of Convoy holds: a header of plain data, and tensors. */
export interface Container {
  /** What the file is: `ensemble`, `checkpoint`. */
  readonly kind: string;
  /** The version of this kind's header, from 1. */
  readonly version: number;
  /** Plain data; fields that are undefined are left out. */
  readonly header: object;
  readonly tensors: ReadonlyMap<string, StoredTensor>;
}

/**
 * The bytes of a container file. Equal content (tensors in the same order) gives equal bytes.
 * @throws {CoreError} `invalid-argument` if the header is not plain data or a tensor's shape does not fit its data.
 * @example
 * const bytes = encodeContainer({ kind: 'ensemble', version: 1, header: { classNames }, tensors: weights });
 */
export function encodeContainer({ kind, version, header, tensors }: Container): Uint8Array {
  requireLittleEndian();
  const entries = Array.from(tensors, ([name, { shape, data }]) => {
    if (
      elementsIn(shape) !== data.length ||
      !shape.every((extent) => Number.isInteger(extent) && extent >= 0)
    ) {
      throw new CoreError(
        'invalid-argument',
        `tensor ${name}: shape [${shape}] does not fit ${data.length} numbers`,
      );
    }
    return { name, type: typeOfData(data), shape: [...shape] };
  });
  const packed = packPlainData({ kind, version, header, tensors: entries }, 'container');
  const { sections, totalBytes } = layOut(packed.length, entries);

  const bytes = new Uint8Array(totalBytes);
  const view = new DataView(bytes.buffer);
  bytes.set(magic, 0);
  view.setUint32(8, formatVersion, true);
  view.setUint32(12, packed.length, true);
  view.setBigUint64(16, BigInt(totalBytes), true);
  bytes.set(packed, prefixBytes);
  for (const { name, offset } of sections) {
    const data = tensors.get(name)?.data;
    if (data) bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), offset);
  }
  const checksumOffset = totalBytes - checksumBytes;
  bytes.set(sha256(bytes.subarray(0, checksumOffset)), checksumOffset);
  return bytes;
}

/** Tensors are copied as they lie in memory. Every machine that Node and browsers run on today is little-endian. */
export function requireLittleEndian(): void {
  if (new Uint8Array(Uint16Array.of(1).buffer)[0] !== 1) {
    throw new CoreError(
      'invalid-argument',
      'container files: this machine is big-endian, which is not supported',
    );
  }
}
