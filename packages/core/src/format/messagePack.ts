// Plain data as MessagePack (https://github.com/msgpack/msgpack/blob/master/spec.md), through msgpackr. What comes from
// a file is scanned first: msgpackr makes an array of whatever length a file declares, before it looks for the items.

import { Packr } from 'msgpackr';
import { CoreError } from '../errors.ts';
import { maxDepth, type PlainData, toPlainData } from './plainData.ts';

// Plain maps, of the shortest form: readable by any MessagePack library, and one form for one content.
const packr = new Packr({ useRecords: false, variableMapSize: true });

/**
 * The canonical bytes of a value: equal content gives equal bytes.
 * @throws {CoreError} `invalid-argument` if it holds anything but plain data.
 */
export function packPlainData(value: unknown, path: string): Uint8Array {
  // msgpackr hands out a view of a buffer that it uses again.
  return Uint8Array.from(packr.pack(toPlainData(value, path, 'invalid-argument')));
}

/** @throws {CoreError} `corrupt-file` if the bytes are not exactly one value of plain data. */
export function unpackPlainData(bytes: Uint8Array): PlainData {
  const end = skipValue(bytes, 0, 0);
  if (end !== bytes.length) throw corrupt(`its header ends at byte ${end} of ${bytes.length}`);
  let value: unknown;
  try {
    value = packr.unpack(bytes);
  } catch (cause) {
    throw corrupt('its header cannot be read', cause);
  }
  const header = toPlainData(value, 'header', 'corrupt-file');
  refuseSpecialKeys(header);
  return header;
}

/** Names that mean something to JavaScript itself; `__proto_` is what msgpackr makes of the first. */
const specialKeys = new Set(['__proto__', '__proto_', 'constructor', 'prototype']);

/** No header has such a field; where one is copied field by field, it would not stay a field. */
function refuseSpecialKeys(value: PlainData): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, field] of Object.entries(value)) {
    if (specialKeys.has(key)) throw corrupt(`its header has a field named ${key}`);
    refuseSpecialKeys(field);
  }
}

function corrupt(what: string, cause?: unknown): CoreError {
  return new CoreError('corrupt-file', `corrupt file: ${what}`, { cause });
}

/** Where the value that begins at `offset` ends; every declared length is held against the bytes that are there. */
function skipValue(bytes: Uint8Array, offset: number, depth: number): number {
  if (depth > maxDepth) throw corrupt(`its header is nested deeper than ${maxDepth} levels`);
  const tag = readUint(bytes, offset, 1);
  const start = offset + 1;
  if (tag <= 0x7f || tag >= 0xe0) return start; // small integers
  if (tag <= 0x8f) return skipItems(bytes, start, 2 * (tag & 0x0f), depth);
  if (tag <= 0x9f) return skipItems(bytes, start, tag & 0x0f, depth);
  if (tag <= 0xbf) return skipBytes(bytes, start, tag & 0x1f);
  switch (tag) {
    case 0xc0: // nil
    case 0xc2: // false
    case 0xc3: // true
      return start;
    case 0xca: // float 32
      return skipBytes(bytes, start, 4);
    case 0xcb: // float 64
      return skipBytes(bytes, start, 8);
    case 0xcc: // uint 8, 16, 32, 64
    case 0xcd:
    case 0xce:
    case 0xcf:
      return skipBytes(bytes, start, 1 << (tag - 0xcc));
    case 0xd0: // int 8, 16, 32, 64
    case 0xd1:
    case 0xd2:
    case 0xd3:
      return skipBytes(bytes, start, 1 << (tag - 0xd0));
    case 0xd9: // string with a length of 1, 2, 4 bytes
    case 0xda:
    case 0xdb: {
      const width = 1 << (tag - 0xd9);
      return skipBytes(bytes, start + width, readUint(bytes, start, width));
    }
    case 0xdc: // array with a length of 2, 4 bytes
    case 0xdd: {
      const width = 2 << (tag - 0xdc);
      return skipItems(bytes, start + width, readUint(bytes, start, width), depth);
    }
    case 0xde: // map with a length of 2, 4 bytes
    case 0xdf: {
      const width = 2 << (tag - 0xde);
      return skipItems(bytes, start + width, 2 * readUint(bytes, start, width), depth);
    }
    default:
      throw corrupt(`its header holds MessagePack type 0x${tag.toString(16)}, which is not plain data`);
  }
}

function skipItems(bytes: Uint8Array, offset: number, count: number, depth: number): number {
  skipBytes(bytes, offset, count); // an item has one byte or more
  let end = offset;
  for (let i = 0; i < count; i++) end = skipValue(bytes, end, depth + 1);
  return end;
}

function skipBytes(bytes: Uint8Array, offset: number, count: number): number {
  if (count > bytes.length - offset) {
    throw corrupt(
      `its header declares ${count} bytes or items where ${bytes.length - offset} bytes are left`,
    );
  }
  return offset + count;
}

/** A big-endian unsigned number. */
function readUint(bytes: Uint8Array, offset: number, width: number): number {
  const end = skipBytes(bytes, offset, width);
  let value = 0;
  for (let i = offset; i < end; i++) value = value * 256 + (bytes[i] as number);
  return value;
}
