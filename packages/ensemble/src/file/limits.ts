// What a network from a file may ask of this machine. A few hundred bytes can describe one that takes gigabytes, or minutes
// of compiling; nothing that was trained here comes near these limits.

import type { ModelStructure } from '@convoy/core';
import { EnsembleError } from '../errors.ts';

export const mostMembers = 10_000;
export const mostClasses = 65_536;
export const mostLayers = 1_000;
/** Numbers per image, over all layers: 256 MiB of float32. */
const mostActivations = 2 ** 26;
/** Of a convolution or a pooling: 256 × 256. */
const mostWindow = 2 ** 16;

/** @throws {EnsembleError} `wrong-content`, naming the layer */
export function requireModest({ config, layers }: ModelStructure): void {
  let activations = sizeOf(config.inputShape);
  requireActivations(activations, 'its input');
  for (const { label, spec, outputShape } of layers) {
    activations += sizeOf(outputShape);
    requireActivations(activations, label);
    for (const [option, value] of Object.entries(spec)) {
      const isWindow = (option === 'kernelSize' || option === 'poolSize') && Array.isArray(value);
      if (isWindow && sizeOf(value) > mostWindow) {
        throw tooLarge(
          `${label} has a window of ${value.join(' × ')}, expected at most ${mostWindow} in all`,
        );
      }
    }
  }
}

function requireActivations(found: number, where: string): void {
  if (found <= mostActivations) return;
  throw tooLarge(`${found} numbers per image up to ${where}, expected at most ${mostActivations}`);
}

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, extent) => product * extent, 1);
}

function tooLarge(what: string): EnsembleError {
  return new EnsembleError('wrong-content', `a network larger than any file may ask for: ${what}`);
}
