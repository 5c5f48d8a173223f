// Every network that comes with Convoy.

import type { ImageShape } from '../data/dataset.ts';
import { CoreError } from '../errors.ts';
import { readOptions } from '../layers/options.ts';
import type { SequentialConfig } from '../model/config.ts';
import { suggestion } from '../nearest.ts';
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

const presets: ReadonlyMap<string, PresetEntry> = new Map([
  ['lecture-cnn', { make: lectureCnn, imageShape: digits }],
  ['lecture-dense', { make: lectureDense, imageShape: digits }],
  ['lenet5', { make: lenet5, imageShape: digits }],
  ['mnist-strong', { make: mnistStrong, imageShape: digits }],
  ['convnetjs-cifar', { make: convnetjsCifar, imageShape: photographs }],
  ['airbench', { make: airbench, imageShape: photographs }],
  ['airbench-quarter', { make: (options) => airbench({ ...options, width: 32 }), imageShape: photographs }],
]);

/** The names that `preset` takes. */
export const presetNames: readonly string[] = [...presets.keys()];

/**
 * The configuration of a network that comes with Convoy.
 * @throws {CoreError} `unknown-preset`, saying which there are.
 * @example
 * new Sequential(preset('lecture-cnn', { imageShape: [28, 28, 1], classes: 10 }));
 */
export function preset(name: string, options: PresetOptions): SequentialConfig {
  readOptions(`preset ${name}`, options, ['imageShape', 'classes', 'normalization'], 'invalid-argument');
  return entryOf(name).make(options);
}

/**
 * `[height, width, channels]` of the images that a network was made for: MNIST's or CIFAR-10's.
 * @throws {CoreError} `unknown-preset`, saying which there are.
 */
export function presetImageShape(name: string): ImageShape {
  return entryOf(name).imageShape;
}

function entryOf(name: string): PresetEntry {
  const entry = presets.get(name);
  if (entry === undefined) {
    throw new CoreError('unknown-preset', `unknown model: ${name}. ${suggestion(name, presetNames)}`);
  }
  return entry;
}
