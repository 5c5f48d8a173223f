// Reads a container. Nothing that a file says is believed: each length is held against the bytes that are there before
// anything is allocated, and the checksum before anything is parsed.

import { sha256 } from '@noble/hashes/sha2.js';
import { CoreError } from '../errors.ts';
import { type Container, requireLittleEndian } from './encode.ts';
import { readEnvelope } from './envelope.ts';
import {
  checksumBytes,
  formatVersion,
  layOut,
  magic,
  prefixBytes,
  type TensorSection,
  tensorTypes,
} from './layout.ts';
import { unpackPlainData } from './messagePack.ts';
import type { PlainData } from './plainData.ts';
import type { StoredTensor } from './tensor.ts';

/** What a file of Convoy held. */
export interface DecodedContainer extends Container {
  readonly header: { readonly [key: string]: PlainData };
  readonly tensors: ReadonlyMap<string, StoredTensor>;
}

/** What a file must be to be read. */
export interface ExpectedContainer {
  readonly kind: string;
  /** The newest version of that kind that the caller can read. */
  readonly version: number;
}

/**
 * What a container file holds; the tensors are copies, aligned for their type.
 * @throws {CoreError} `not-a-container`, `truncated-file`, `corrupt-file`, `newer-version` or `wrong-kind`.
 * @example
 * const { header, tensors } = decodeContainer(bytes, { kind: 'ensemble', version: 1 });
 */
export function decodeContainer(bytes: Uint8Array, expected?: ExpectedContainer): DecodedContainer {
  requireLittleEndian();
  const headerBytes = checkedHeaderLength(bytes);
  const packed = bytes.subarray(prefixBytes, prefixBytes + headerBytes);
  const { kind, version, header, tensors: entries } = readEnvelope(unpackPlainData(packed));
  if (expected) requireExpected(kind, version, expected);

  const { sections, totalBytes } = layOut(headerBytes, entries);
  if (totalBytes !== bytes.length) {
    throw corrupt(`its tensors need ${totalBytes} bytes, it has ${bytes.length}`);
  }
  return { kind, version, header, tensors: new Map(sections.map((s) => [s.name, readTensor(bytes, s)])) };
}

function corrupt(what: string): CoreError {
  return new CoreError('corrupt-file', `corrupt file: ${what}`);
}

/** Checks all but the header's content: magic, version, lengths, checksum. Returns the header's length. */
function checkedHeaderLength(bytes: Uint8Array): number {
  const begins = magic.subarray(0, bytes.length).every((byte, i) => byte === bytes[i]);
  if (!begins) throw new CoreError('not-a-container', 'not a Convoy file: it does not begin as one');
  if (bytes.length < prefixBytes + checksumBytes) throw truncated(bytes.length, prefixBytes + checksumBytes);

  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const version = view.getUint32(8, true);
  if (version > formatVersion) {
    throw new CoreError(
      'newer-version',
      `newer file: written in format ${version}, this version of Convoy reads up to ${formatVersion}. Update Convoy`,
    );
  }
  if (version !== formatVersion) throw corrupt(`it says format ${version}`);

  const totalBytes = Number(view.getBigUint64(16, true));
  if (bytes.length < totalBytes) throw truncated(bytes.length, totalBytes);
  if (bytes.length > totalBytes) throw corrupt(`bytes after its end: ${bytes.length - totalBytes}`);
  const headerBytes = view.getUint32(12, true);
  const checksumOffset = totalBytes - checksumBytes;
  if (prefixBytes + headerBytes > checksumOffset) {
    throw corrupt(`it declares a header of ${headerBytes} bytes in a file of ${totalBytes}`);
  }
  const checksum = sha256(bytes.subarray(0, checksumOffset));
  if (!checksum.every((byte, i) => byte === bytes[checksumOffset + i])) {
    throw corrupt('its checksum does not fit its content. Copy or train it again');
  }
  return headerBytes;
}

function truncated(found: number, expected: number): CoreError {
  return new CoreError('truncated-file', `truncated file: ${found} bytes of ${expected}. Copy it again`);
}

function requireExpected(kind: string, version: number, expected: ExpectedContainer): void {
  if (kind !== expected.kind) {
    throw new CoreError('wrong-kind', `wrong kind of file: expected ${expected.kind}, found ${kind}`);
  }
  if (version > expected.version) {
    throw new CoreError(
      'newer-version',
      `newer file: ${kind} version ${version}, this version of Convoy reads up to ${expected.version}. Update Convoy`,
    );
  }
}

function readTensor(bytes: Uint8Array, { type, shape, offset, bytes: length }: TensorSection): StoredTensor {
  const { buffer } = Uint8Array.from(bytes.subarray(offset, offset + length));
  return { shape, data: new tensorTypes[type](buffer) };
}
