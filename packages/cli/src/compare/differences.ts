// What runs do not have in common: every value of their descriptions that is not the same in all of them.

import type { RunManifest } from '@convoy/ensemble';

export interface Difference {
  /** `optimizer.learningRate` */
  readonly name: string;
  /** One a run, in their order; null where a run has no such value. */
  readonly values: readonly (string | number | boolean | null)[];
}

type Value = Difference['values'][number];

export function differences(manifests: readonly RunManifest[]): Difference[] {
  const described = manifests.map(describe);
  const names = new Set(described.flatMap((values) => [...values.keys()]));
  const all = [...names].map((name) => ({
    name,
    values: described.map((values) => values.get(name) ?? null),
  }));
  const differing = all.filter(({ values }) => new Set(values).size > 1);
  // Layer by layer only where it is the same network with other options.
  const isOtherNetwork = differing.some(({ name }) => name === 'model.name');
  return isOtherNetwork ? differing.filter(({ name }) => !name.startsWith('model.layers')) : differing;
}

/** A value in few characters: hashes by their beginning. */
export function shortText(value: Difference['values'][number]): string {
  if (value === null) return '–';
  const text = String(value);
  return /^[0-9a-f]{64}$/.test(text) ? `${text.slice(0, 12)}…` : text;
}

/** The values that a reader compares; what follows from others, as members' seeds do, is left out. */
function describe({ configuration, dataset, backend, versions, hardware }: RunManifest): Map<string, Value> {
  const { classNames, ...data } = dataset;
  return new Map([
    ...flat('', configuration),
    ...flat('dataset', { ...data, classes: classNames.length }),
    ...flat('backend', backend),
    ...flat('versions', versions),
    ...flat('hardware', hardware),
  ]);
}

function flat(path: string, value: unknown): (readonly [string, Value])[] {
  if (value === undefined) return [];
  if (typeof value !== 'object' || value === null) return [[path, value as Value]];
  if (Array.isArray(value) && value.length === 0) return [[path, 'none']];
  // Short lists, as a kernel's size, are one value.
  if (Array.isArray(value) && value.every((item) => typeof item === 'number'))
    return [[path, value.join(' × ')]];
  return Object.entries(value).flatMap(([key, item]) => flat(path === '' ? key : `${path}.${key}`, item));
}
