// The header of a container, checked field by field.

import { CoreError } from '../errors.ts';
import { type TensorEntry, type TensorType, tensorTypes } from './layout.ts';
import type { PlainData } from './plainData.ts';

export interface Envelope {
  readonly kind: string;
  readonly version: number;
  readonly header: { readonly [key: string]: PlainData };
  readonly tensors: readonly TensorEntry[];
}

const maxRank = 8;

/** @throws {CoreError} `corrupt-file`, saying which field is not what it should be. */
export function readEnvelope(value: PlainData): Envelope {
  const { kind, version, header, tensors } = requireMap(value, 'container');
  if (typeof kind !== 'string') throw wrongField('kind', 'a string', kind);
  if (!isCount(version) || version < 1) throw wrongField('version', 'a whole number from 1', version);
  if (!Array.isArray(tensors)) throw wrongField('tensors', 'a list', tensors);
  const entries = tensors.map(readEntry);
  const names = new Set(entries.map((entry) => entry.name));
  if (names.size !== entries.length) throw wrongField('tensors', 'different names', [...names]);
  return { kind, version, header: requireMap(header, 'header'), tensors: entries };
}

function readEntry(value: PlainData, index: number): TensorEntry {
  const where = `tensors[${index}]`;
  const { name, type, shape } = requireMap(value, where);
  if (typeof name !== 'string') throw wrongField(`${where}.name`, 'a string', name);
  if (!isTensorType(type)) throw wrongField(`${where}.type`, Object.keys(tensorTypes).join(', '), type);
  if (!Array.isArray(shape) || shape.length > maxRank || !shape.every(isCount)) {
    throw wrongField(`${where}.shape`, `up to ${maxRank} whole numbers`, shape);
  }
  return { name, type, shape };
}

function requireMap(value: PlainData | undefined, where: string): { readonly [key: string]: PlainData } {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw wrongField(where, 'named fields', value);
  }
  // Array.isArray does not narrow readonly arrays away.
  return value as { readonly [key: string]: PlainData };
}

function isTensorType(value: unknown): value is TensorType {
  return typeof value === 'string' && Object.hasOwn(tensorTypes, value);
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function wrongField(where: string, expected: string, found: unknown): CoreError {
  const text = JSON.stringify(found) ?? 'nothing';
  const shown = text.length > 100 ? `${text.slice(0, 100)}…` : text;
  return new CoreError('corrupt-file', `corrupt file: ${where}: expected ${expected}, found ${shown}`);
}
