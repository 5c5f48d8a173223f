// A network that scales and shifts its input before its first layer is normalized inside; in Convoy that is a part of the
// network's configuration.

import type { Normalization } from '@convoy/core';
import { InteropError } from '../errors.ts';
import type { ImportOptions } from './imported.ts';

/** `scale · x + shift`, per channel. */
export interface Affine {
  readonly scale: readonly number[];
  readonly shift: readonly number[];
}

/** One step after another. A list of one number is for all channels. */
export function thenScale({ scale, shift }: Affine, by: readonly number[]): Affine {
  const factor = (channel: number) => by[by.length === 1 ? 0 : channel] ?? 1;
  return {
    scale: scale.map((value, channel) => value * factor(channel)),
    shift: shift.map((value, channel) => value * factor(channel)),
  };
}

export function thenShift({ scale, shift }: Affine, by: readonly number[]): Affine {
  return { scale, shift: shift.map((value, channel) => value + (by[by.length === 1 ? 0 : channel] ?? 0)) };
}

export function noAffine(channels: number): Affine {
  return { scale: Array<number>(channels).fill(1), shift: Array<number>(channels).fill(0) };
}

/**
 * The normalization of a network that does `affine` to its input first.
 * @returns undefined, which is byte / 255, if it does nothing and no option says more
 * @throws {InteropError} `invalid-option` if both the network and the options normalize
 */
export function normalizationOf(
  { scale, shift }: Affine,
  { normalization, pixelRange }: ImportOptions,
): Normalization | undefined {
  const isNothing = scale.every((value) => value === 1) && shift.every((value) => value === 0);
  if (isNothing && pixelRange === undefined) return normalization;
  if (normalization !== undefined) {
    throw new InteropError(
      'invalid-option',
      'normalization: expected none, because the network normalizes its input itself. Leave it out',
    );
  }
  const range = pixelRange ?? (Math.max(...scale.map(Math.abs)) <= 0.1 ? 255 : 1);
  // byte / 255 · range is what the network takes: scale · range · (byte / 255) + shift = (byte / 255 − mean) / deviation.
  const standardDeviation = scale.map((value) => rounded(1 / (value * range)));
  const mean = shift.map((value, channel) => rounded(-value / ((scale[channel] ?? 1) * range)));
  return { mean, standardDeviation };
}

/** Files hold float32 constants: what is past their digits is noise. */
function rounded(value: number): number {
  return Number(value.toPrecision(7)) + 0;
}
