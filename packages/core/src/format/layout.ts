// Where things are in a container file. All numbers are little-endian.
//
//   0   8 bytes   magic: 89 'CONVOY' 0A
//   8   uint32    version of this layout
//   12  uint32    bytes of the header, H
//   16  uint64    bytes of the whole file
//   24  H bytes   header: MessagePack map { kind, version, header, tensors: [{ name, type, shape }, …] }
//   …             each tensor's numbers in the order of the list, each beginning at a multiple of 64 bytes, zeros between
//   …   32 bytes  SHA-256 of everything before it, directly after the last tensor

import type { StoredTensor } from './tensor.ts';

/** The first byte is no text and the last is a newline, as in PNG: a transfer as text shows at once. */
export const magic: Uint8Array = Uint8Array.of(0x89, 0x43, 0x4f, 0x4e, 0x56, 0x4f, 0x59, 0x0a);
export const formatVersion = 1;
export const prefixBytes = 24;
export const checksumBytes = 32;
const alignment = 64;

export const tensorTypes = {
  float32: Float32Array,
  int32: Int32Array,
  uint8: Uint8Array,
} as const;
export type TensorType = keyof typeof tensorTypes;

export interface TensorEntry {
  readonly name: string;
  readonly type: TensorType;
  readonly shape: readonly number[];
}

export interface TensorSection extends TensorEntry {
  readonly offset: number;
  readonly bytes: number;
}

export function typeOfData(data: StoredTensor['data']): TensorType {
  if (data instanceof Float32Array) return 'float32';
  return data instanceof Int32Array ? 'int32' : 'uint8';
}

/** Elements in a shape, as a number that may be far too large but never wraps around. */
export function elementsIn(shape: readonly number[]): number {
  return shape.reduce((product, extent) => product * extent, 1);
}

/** Where each tensor lies, and how long the whole file is. */
export function layOut(
  headerBytes: number,
  entries: readonly TensorEntry[],
): { readonly sections: readonly TensorSection[]; readonly totalBytes: number } {
  let end = prefixBytes + headerBytes;
  const sections = entries.map((entry) => {
    const offset = Math.ceil(end / alignment) * alignment;
    const bytes = elementsIn(entry.shape) * tensorTypes[entry.type].BYTES_PER_ELEMENT;
    end = offset + bytes;
    return { ...entry, offset, bytes };
  });
  return { sections, totalBytes: end + checksumBytes };
}
