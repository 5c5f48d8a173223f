// Every layer as PyTorch modules, in the words of Python. A new layer is an entry of the table.

import type { BuiltInLayerSpec, ModelStructure, Pair } from '@convoy/core';
import type { Padding } from '@convoy/kernels';
import { windowExtent } from '@convoy/kernels/internal';
import { type AppliedActivation, foreignActivationOf } from '../activations.ts';
import { type Place, placesOf } from '../channelsFirst.ts';
import { builtInSpecOf } from '../network.ts';
import type { HelperName } from './helpers.ts';
import { moduleNames } from './names.ts';

/** One module of a `nn.Sequential`. */
export interface Module {
  readonly name: string;
  /** The call that makes it. */
  readonly code: string;
}

interface Part {
  readonly code: string;
  /** What its name ends with; without, it is the layer's own module, which holds its weights. */
  readonly suffix?: string;
  readonly helper?: HelperName;
}

type Writer<Type extends BuiltInLayerSpec['type']> = (
  spec: Extract<BuiltInLayerSpec, { type: Type }>,
  place: Place,
) => readonly Part[];

const writers: { readonly [Type in BuiltInLayerSpec['type']]: Writer<Type> } = {
  Conv2D(spec, place) {
    const { filters, kernelSize, strides, padding, useBias } = spec;
    const pads = padsOf(kernelSize, strides, padding, place);
    const code = call('nn.Conv2d', place.layer.inputShape[2] ?? 1, filters, {
      kernel_size: pair(kernelSize),
      stride: isOne(strides) ? null : pair(strides),
      padding: pads.symmetric,
      bias: useBias ? null : 'False',
    });
    return [...padding2d(pads, '0.0'), { code }, ...activated(spec, place)];
  },
  Dense(spec, place) {
    const { units, useBias } = spec;
    const features = place.layer.inputShape[0] ?? 1;
    const code = call('nn.Linear', features, units, { bias: useBias ? null : 'False' });
    return [{ code }, ...activated(spec, place)];
  },
  MaxPooling2D({ poolSize, strides, padding }, place) {
    const pads = padsOf(poolSize, strides, padding, place);
    const options = { stride: pair(strides), padding: pads.symmetric };
    return [...padding2d(pads, 'float("-inf")'), { code: call('nn.MaxPool2d', pair(poolSize), options) }];
  },
  AveragePooling2D({ poolSize, strides, padding }, place) {
    const { sides } = padsOf(poolSize, strides, padding, place);
    const options = { stride: pair(strides) };
    if (sides === null) return [{ code: call('nn.AvgPool2d', pair(poolSize), options) }];
    const code = call('AveragePoolInside', pair(poolSize), { ...options, pads: tuple(sides) });
    return [{ code, helper: 'AveragePoolInside' }];
  },
  L2Pooling2D({ poolSize, strides, padding }, place) {
    const { sides } = padsOf(poolSize, strides, padding, place);
    const pool = { code: call('nn.LPPool2d', '2.0', pair(poolSize), { stride: pair(strides) }) };
    return [...padding2d({ sides, symmetric: null }, '0.0'), pool];
  },
  GlobalMaxPooling2D: () => [
    { code: 'nn.AdaptiveMaxPool2d(1)' },
    { code: 'nn.Flatten()', suffix: 'flatten' },
  ],
  GlobalAveragePooling2D: () => [
    { code: 'nn.AdaptiveAvgPool2d(1)' },
    { code: 'nn.Flatten()', suffix: 'flatten' },
  ],
  Flatten: (_, { restoresOrder }) =>
    restoresOrder
      ? [{ code: 'FlattenChannelsLast()', helper: 'FlattenChannelsLast' }]
      : [{ code: 'nn.Flatten()' }],
  Dropout: ({ rate }) => [{ code: `nn.Dropout(${rate})` }],
  Activation: (spec, place) => activated(spec, place).map(({ code }) => ({ code })),
  BatchNormalization({ epsilon, momentum, scale, center }, { layer }) {
    const module = layer.inputShape.length === 3 ? 'nn.BatchNorm2d' : 'nn.BatchNorm1d';
    const affine = scale || center ? null : 'False';
    // PyTorch's momentum is the share of the new statistics, not that of the old.
    const options = { eps: epsilon, momentum: Number((1 - momentum).toPrecision(12)), affine };
    return [{ code: call(module, layer.inputShape.at(-1) ?? 1, options) }];
  },
  Rescaling: ({ scale }) => [{ code: `Rescale(${scale})`, helper: 'Rescale' }],
};

/** The modules of a network in order, and the helpers that they need. */
export function modulesOf(structure: ModelStructure): {
  readonly modules: readonly Module[];
  readonly helpers: readonly HelperName[];
} {
  const names = moduleNames(structure);
  const helpers = new Set<HelperName>();
  const modules = placesOf(structure).flatMap((place) => {
    const { layer } = place;
    const spec = builtInSpecOf(layer, writers);
    // The writer fits the specification of its own type: TypeScript cannot carry that through the look-up.
    const write = writers[spec.type] as Writer<BuiltInLayerSpec['type']>;
    return write(spec, place).map(({ code, suffix, helper }) => {
      if (helper !== undefined) helpers.add(helper);
      const own = names.of(layer.name);
      return { name: suffix === undefined ? own : names.another(`${own}_${suffix}`), code };
    });
  });
  return { modules, helpers: [...helpers] };
}

function activated(spec: AppliedActivation, { layer }: Place): readonly Part[] {
  const { foreign, options } = foreignActivationOf(spec, layer.label);
  return foreign.pytorch === null ? [] : [{ code: foreign.pytorch(options), suffix: spec.activation }];
}

interface Pads {
  /** `padding=` of a module; null for none. */
  readonly symmetric: string | null;
  /** Left, right, top, bottom, in PyTorch's order; null for none. */
  readonly sides: readonly number[] | null;
}

function padsOf(size: Pair, strides: Pair, padding: Padding, { layer }: Place): Pads {
  const [height = 1, width = 1] = layer.inputShape;
  const rows = windowExtent(height, size[0], strides[0], padding);
  const columns = windowExtent(width, size[1], strides[1], padding);
  const sides = [columns.before, columns.after, rows.before, rows.after];
  if (sides.every((side) => side === 0)) return { symmetric: null, sides: null };
  const isSymmetric = rows.before === rows.after && columns.before === columns.after;
  return { symmetric: isSymmetric ? pair([rows.before, columns.before]) : null, sides };
}

/** A module of its own where PyTorch pads both sides alike. */
function padding2d({ symmetric, sides }: Pads, value: string): readonly Part[] {
  if (sides === null || symmetric !== null) return [];
  return [{ code: `nn.ConstantPad2d(${tuple(sides)}, ${value})`, suffix: 'pad' }];
}

type Argument = number | string | Readonly<Record<string, number | string | null>>;

/** `call('nn.Linear', 64, 10, { bias: null })` → `nn.Linear(64, 10)` */
function call(name: string, ...args: readonly Argument[]): string {
  const words = args.flatMap((arg) =>
    typeof arg === 'object'
      ? Object.entries(arg).flatMap(([key, value]) => (value === null ? [] : [`${key}=${value}`]))
      : [`${arg}`],
  );
  return `${name}(${words.join(', ')})`;
}

function pair([height, width]: Pair): string {
  return height === width ? `${height}` : tuple([height, width]);
}

function tuple(values: readonly number[]): string {
  return `(${values.join(', ')})`;
}

function isOne([height, width]: Pair): boolean {
  return height === 1 && width === 1;
}
