// Augmentations as an option: a list of specifications, or the names of some with usual strengths.

import {
  type AugmentationSpec,
  Cutout,
  RandomCrop,
  RandomFlip,
  RandomRotation,
  RandomTranslation,
  RandomZoom,
} from '@convoy/core';
import { hasType, type Kind } from './kind.ts';

/** Strengths that suit most images of 28 or 32 pixels; specifications can say others. */
const named: ReadonlyMap<string, AugmentationSpec> = new Map<string, AugmentationSpec>([
  ['flip', RandomFlip({ mode: 'horizontal', alternating: true })],
  ['crop', RandomCrop({ padding: 2, fill: 'reflect' })],
  ['translation', RandomTranslation({ pixels: 2 })],
  ['rotation', RandomRotation({ degrees: 10 })],
  ['zoom', RandomZoom({ factor: 0.1 })],
  ['cutout', Cutout({ size: 8 })],
]);

const names = [...named.keys()];

/** The augmentations of these names, each with its usual strength. */
export function usualAugmentations(chosen: readonly string[]): readonly AugmentationSpec[] {
  return chosen.flatMap((name) => named.get(name) ?? []);
}

/** A list of augmentations; as text, names with commas between them. */
export const augmentations = {
  expected: `none, or any of ${names.join(', ')}, separated by commas, or a list such as [{ "type": "RandomFlip" }]`,
  is: (value): value is readonly AugmentationSpec[] => Array.isArray(value) && value.every(hasType),
  names,
  read: (given) => {
    if (given === 'none') return [];
    const specs = given.split(',').map((name) => named.get(name.trim()));
    return specs.every((spec) => spec !== undefined) ? specs : given;
  },
  write: (value) => {
    if (!Array.isArray(value)) return null;
    const found = value.map((spec: unknown) =>
      names.find((name) => JSON.stringify(named.get(name)) === JSON.stringify(spec)),
    );
    if (found.length === 0) return 'none';
    return found.includes(undefined) ? null : found.join(',');
  },
} satisfies Kind<readonly AugmentationSpec[]>;
