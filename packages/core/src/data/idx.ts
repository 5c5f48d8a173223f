// The idx format of MNIST's files: two zero bytes, a type, a rank, each extent as a big-endian uint32, then the values.
// See "FILE FORMATS FOR THE MNIST DATABASE" of http://yann.lecun.com/exdb/mnist/.

import { CoreError } from '../errors.ts';

const unsignedByte = 0x08;
const maxRank = 4;

/** The content of an idx file, the format of MNIST. */
export interface IdxArray {
  /** `[count, height, width]` for images, `[count]` for labels. */
  readonly shape: readonly number[];
  /** A view of the file's bytes, the last axis fastest. */
  readonly data: Uint8Array;
}

/**
 * Reads an idx file of unsigned bytes, as all of MNIST's are; not compressed.
 * @param where names the file in errors.
 * @throws {CoreError} `invalid-data` if the magic number or the length is not that of such a file.
 */
export function parseIdx(bytes: Uint8Array, where = 'idx file'): IdxArray {
  if (bytes.length < 4)
    throw invalid(where, `expected a magic number of 4 bytes, found ${bytes.length} bytes`);
  const [first, second, type, rank = 0] = bytes;
  if (first !== 0 || second !== 0 || type !== unsignedByte || rank < 1 || rank > maxRank) {
    const hint = first === 0x1f && second === 0x8b ? '. It is gzip: decompress it first' : '';
    const found = Array.from(bytes.subarray(0, 4), (byte) => byte.toString(16).padStart(2, '0')).join('');
    throw invalid(
      where,
      `expected magic number 000008 and a rank from 1 to ${maxRank}, found ${found}${hint}`,
    );
  }
  const header = 4 + 4 * rank;
  if (bytes.length < header) throw invalid(where, `truncated: ${bytes.length} of ${header} header bytes`);

  const { shape, expected } = extentsOf(bytes, rank);
  if (bytes.length !== expected) {
    const what = bytes.length < expected ? 'truncated' : 'too long';
    throw invalid(where, `${what}: shape [${shape}] needs ${expected} bytes, found ${bytes.length}`);
  }
  return { shape, data: bytes.subarray(header) };
}

/** How many bytes an idx file has in all, by its first ones. @throws {CoreError} `invalid-data` if they are no such header */
export function idxByteLength(head: Uint8Array, where: string): number {
  const rank = head[3] ?? 0;
  const isIdx = head[0] === 0 && head[1] === 0 && head[2] === unsignedByte && rank >= 1 && rank <= maxRank;
  if (!isIdx || head.length < 4 + 4 * rank) throw invalid(where, 'not the header of an idx file');
  return extentsOf(head, rank).expected;
}

function extentsOf(bytes: Uint8Array, rank: number): { shape: number[]; expected: number } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const shape = Array.from({ length: rank }, (_, axis) => view.getUint32(4 + 4 * axis));
  return { shape, expected: 4 + 4 * rank + shape.reduce((product, extent) => product * extent, 1) };
}

function invalid(where: string, what: string): CoreError {
  return new CoreError('invalid-data', `${where}: ${what}`);
}
