// Gradient clipping: a step's gradients are kept from growing past a limit, so that one bad batch cannot throw a network
// off. Every optimizer takes one of three options, which are Keras's `clipnorm`, `global_clipnorm` and `clipvalue`.

import { CoreError } from '../errors.ts';
import type { OptionReader } from '../layers/options.ts';

/** How gradients are kept small; every optimizer takes one of these. */
export interface ClippingOptions {
  /** Each parameter's gradient is shortened to this norm where it is longer. */
  readonly clipNorm?: number;
  /** All gradients are shortened by one factor, so that their common norm is at most this. Their direction stays. */
  readonly globalClipNorm?: number;
  /** Each element of a gradient is kept between −this and this. */
  readonly clipValue?: number;
}

export const clippingOptionNames = [
  'clipNorm',
  'globalClipNorm',
  'clipValue',
] as const satisfies readonly (keyof ClippingOptions)[];

/** The one option that is there, if there is one. @throws {CoreError} if there are more, or it is not above 0. */
export function readClipping(read: OptionReader, label: string): ClippingOptions {
  const given = clippingOptionNames.filter((option) => read.value(option) !== undefined);
  const [option, ...more] = given;
  if (option === undefined) return {};
  if (more.length > 0) {
    throw new CoreError(
      'invalid-argument',
      `${label}: expected one of ${clippingOptionNames.join(', ')}, found ${given.join(' and ')}. Leave out all but one`,
    );
  }
  return { [option]: read.number(option, 'a number above 0', (limit) => limit > 0) };
}
