// Every network that comes with Convoy.

import type { ImageShape } from '../data/dataset.ts';
import { readOptions } from '../layers/options.ts';
import type { SequentialConfig } from '../model/config.ts';
import { createRegistry } from '../registry.ts';
import { airbench } from './airbench.ts';
import { convnetjsCifar } from './convnetjsCifar.ts';
import { lectureCnn } from './lectureCnn.ts';
import { lectureDense } from './lectureDense.ts';
import { lenet5 } from './lenet5.ts';
import { mnistStrong } from './mnistStrong.ts';
import type { Preset, PresetOptions } from './preset.ts';

const digits: ImageShape = [28, 28, 1];
const photographs: ImageShape = [32, 32, 3];

interface PresetEntry {
  readonly make: Preset;
  /** What it was made for; it takes other images too. */
  readonly imageShape: ImageShape;
}

const entries = {
  'lecture-cnn': { make: lectureCnn, imageShape: digits },
  'lecture-dense': { make: lectureDense, imageShape: digits },
  lenet5: { make: lenet5, imageShape: digits },
  'mnist-strong': { make: mnistStrong, imageShape: digits },
  'convnetjs-cifar': { make: convnetjsCifar, imageShape: photographs },
  airbench: { make: airbench, imageShape: photographs },
  'airbench-quarter': { make: (options) => airbench({ ...options, width: 32 }), imageShape: photographs },
} satisfies Record<string, PresetEntry>;

const presets = createRegistry<PresetEntry>('model', 'unknown-preset', Object.entries(entries));

/** The name of a network that comes with Convoy. */
export type PresetName = keyof typeof entries;

/** The names that `preset` takes. */
export const presetNames: readonly string[] = presets.names;

/**
 * The configuration of a network that comes with Convoy.
 * @throws {CoreError} `unknown-preset`, saying which there are.
 * @example
 * new Sequential(preset('lecture-cnn', { imageShape: [28, 28, 1], classes: 10 }));
 */
export function preset(name: PresetName | (string & {}), options: PresetOptions): SequentialConfig {
  readOptions(`preset ${name}`, options, ['imageShape', 'classes', 'normalization'], 'invalid-argument');
  return presets.get(name).make(options);
}

/**
 * `[height, width, channels]` of the images that a network was made for: MNIST's or CIFAR-10's.
 * @throws {CoreError} `unknown-preset`, saying which there are.
 */
export function presetImageShape(name: PresetName | (string & {})): ImageShape {
  return presets.get(name).imageShape;
}
