// Class weights as an option: classes by their names, which only the dataset knows, become weights by index.

import { suggestion } from '@convoy/core/internal';
import { EnsembleError } from '../errors.ts';
import { type Kind, notNegative } from './kind.ts';

/**
 * How much the training images of each class count: `balanced`; weights by class name or index, `{ cat: 3.5 }`, where classes
 * left out count 1; or a list with one weight per class.
 */
export type ClassWeights = 'balanced' | Readonly<Record<string, number>> | readonly number[];

const isWeight = (value: unknown) => notNegative.is(value);

/** As text: `balanced`, `cat=3.5,dog=1`, or `3.5,1`. */
export const classWeights = {
  expected: 'balanced, weights from 0 by class, such as 0=1,1=3.5, or a list with one per class',
  is: (value): value is ClassWeights =>
    value === 'balanced' ||
    (typeof value === 'object' &&
      value !== null &&
      Object.keys(value).length > 0 &&
      Object.values(value).every(isWeight)),
  names: ['balanced'],
  read,
  write(value) {
    if (typeof value !== 'object' || value === null) return String(value);
    const written = Array.isArray(value)
      ? value.join(',')
      : Object.entries(value)
          .map(([name, weight]) => `${name}=${weight}`)
          .join(',');
    // A name with a comma or spaces around it cannot be written.
    return JSON.stringify(read(written)) === JSON.stringify(value) ? written : null;
  },
} satisfies Kind<ClassWeights>;

function read(given: string): unknown {
  if (given === 'balanced') return given;
  const items = given.split(',').map((item) => item.trim());
  if (items.every((item) => !item.includes('='))) {
    const numbers = items.map(numberIn);
    return numbers.includes(Number.NaN) ? given : numbers;
  }
  const entries = items.map((item): [string, number] => {
    const at = item.lastIndexOf('=');
    return [item.slice(0, Math.max(at, 0)), numberIn(item.slice(at + 1))];
  });
  const isRead = entries.every(([name, weight]) => name !== '' && !Number.isNaN(weight));
  return isRead ? Object.fromEntries(entries) : given;
}

function numberIn(text: string): number {
  return text.trim() === '' ? Number.NaN : Number(text);
}

/**
 * Weights as they are kept: `balanced`, or one per class. A name is looked up before an index, so that a class called `3` is
 * that class wherever it stands.
 * @throws {EnsembleError} `invalid-option` for a class that does not exist or is named twice, or a list of another length
 */
export function resolveClassWeights(
  weights: ClassWeights,
  classNames: readonly string[],
): 'balanced' | readonly number[] {
  if (weights === 'balanced') return weights;
  const isList = (value: typeof weights): value is readonly number[] => Array.isArray(value);
  if (isList(weights)) {
    if (weights.length === classNames.length) return weights;
    throw invalid(`one weight for each of ${classNames.length} classes`, `${weights.length} of them`);
  }
  const resolved = classNames.map(() => 1);
  const seen = new Map<number, string>();
  for (const [key, weight] of Object.entries(weights)) {
    const index = indexOf(key, classNames);
    const before = seen.get(index);
    if (before !== undefined) throw invalid('each class once', `${before} and ${key}, which are the same`);
    seen.set(index, key);
    resolved[index] = weight;
  }
  return resolved;
}

function indexOf(key: string, classNames: readonly string[]): number {
  const named = classNames.indexOf(key);
  if (named !== -1) return named;
  const index = /^\d+$/.test(key) ? Number(key) : Number.NaN;
  if (index < classNames.length) return index;
  const choices = `names of classes, or indices from 0 to ${classNames.length - 1}`;
  throw invalid(choices, `${key}. ${suggestion(key, classNames)}`);
}

function invalid(expected: string, found: string): EnsembleError {
  return new EnsembleError('invalid-option', `classWeight: expected ${expected}, got ${found}`);
}
