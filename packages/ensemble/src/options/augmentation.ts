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

/** The option that says how strong one is. Those of pixels are whole numbers. */
const strengths = {
  RandomRotation: 'degrees',
  RandomZoom: 'factor',
  RandomTranslation: 'pixels',
  RandomCrop: 'padding',
  Cutout: 'size',
} as const;
const inPixels: ReadonlySet<string> = new Set(['pixels', 'padding', 'size']);

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

/** A list of augmentations; as text, names with commas between them, each with a strength if it is not the usual one. */
export const augmentations = {
  expected: `none, or any of ${names.join(', ')}, separated by commas, each with a strength if you like (rotation=15), or a list such as [{ "type": "RandomFlip" }]`,
  is: (value): value is readonly AugmentationSpec[] => Array.isArray(value) && value.every(hasType),
  names,
  read: (given) => {
    if (given === 'none') return [];
    const specs = given.split(',').map((item) => readOne(item.trim()));
    return specs.every((spec) => spec !== undefined) ? specs : given;
  },
  write: (value) => {
    if (!Array.isArray(value)) return null;
    const found = value.map(writeOne);
    if (found.length === 0) return 'none';
    return found.includes(null) ? null : found.join(',');
  },
} satisfies Kind<readonly AugmentationSpec[]>;

/** The augmentations, each as many times as strong as `augmentationStrength` says. */
export function strengthened({
  augmentation,
  augmentationStrength: times,
}: {
  readonly augmentation: readonly AugmentationSpec[];
  readonly augmentationStrength: number | null;
}): readonly AugmentationSpec[] {
  return times === null ? augmentation : augmentation.map((spec) => scaled(spec, times));
}

function scaled(spec: AugmentationSpec, times: number): AugmentationSpec {
  const values: Readonly<Record<string, unknown>> = { ...spec };
  const key = strengthOf(spec);
  const strength = key === undefined ? undefined : values[key];
  if (key === undefined || typeof strength !== 'number') return spec;
  const product = strength * times;
  return { ...spec, [key]: inPixels.has(key) ? Math.max(1, Math.round(product)) : product };
}

function strengthOf({ type }: AugmentationSpec): string | undefined {
  const keys: Readonly<Record<string, string>> = strengths;
  return Object.hasOwn(keys, type) ? keys[type] : undefined;
}

/** `rotation`, or `rotation=15`. */
function readOne(item: string): AugmentationSpec | undefined {
  const [name = '', strength] = item.split('=');
  const usual = named.get(name);
  if (usual === undefined || strength === undefined) return usual;
  const key = strengthOf(usual);
  const value = Number(strength);
  return key !== undefined && strength !== '' && value > 0 ? { ...usual, [key]: value } : undefined;
}

function writeOne(spec: AugmentationSpec): string | null {
  const values: Readonly<Record<string, unknown>> = { ...spec };
  for (const [name, usual] of named) {
    const key = strengthOf(usual);
    const strength = key === undefined ? undefined : values[key];
    const text = typeof strength === 'number' ? `${name}=${strength}` : name;
    for (const each of [name, text]) {
      if (JSON.stringify(readOne(each)) === JSON.stringify(spec)) return each;
    }
  }
  return null;
}
