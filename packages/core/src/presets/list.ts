// Every network that comes with Convoy.

import { CoreError } from '../errors.ts';
import type { SequentialConfig } from '../model/config.ts';
import { suggestion } from '../nearest.ts';
import { airbench } from './airbench.ts';
import { convnetjsCifar } from './convnetjsCifar.ts';
import { lectureCnn } from './lectureCnn.ts';
import { lectureDense } from './lectureDense.ts';
import { lenet5 } from './lenet5.ts';
import { mnistStrong } from './mnistStrong.ts';
import type { Preset, PresetOptions } from './preset.ts';

const presets: ReadonlyMap<string, Preset> = new Map([
  ['lecture-cnn', lectureCnn],
  ['lecture-dense', lectureDense],
  ['lenet5', lenet5],
  ['mnist-strong', mnistStrong],
  ['convnetjs-cifar', convnetjsCifar],
  ['airbench', airbench],
  ['airbench-quarter', (options) => airbench({ ...options, width: 32 })],
]);

export const presetNames: readonly string[] = [...presets.keys()];

/**
 * The configuration of a network that comes with Convoy.
 * @throws {CoreError} `unknown-preset`, saying which there are.
 * @example
 * new Sequential(preset('lecture-cnn', { imageShape: [28, 28, 1], classes: 10 }));
 */
export function preset(name: string, options: PresetOptions): SequentialConfig {
  const make = presets.get(name);
  if (make === undefined) {
    throw new CoreError('unknown-preset', `unknown model: ${name}. ${suggestion(name, presetNames)}`);
  }
  return make(options);
}
