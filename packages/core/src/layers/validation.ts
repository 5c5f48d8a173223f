// Checks that several layers share, and how errors call a layer: `conv2d_2 (Conv2D)`.

import type { Padding } from '@convoy/kernels';
import { windowExtent } from '@convoy/kernels/internal';
import { CoreError } from '../errors.ts';
import type { OptionReader, Pair } from './options.ts';
import { formatShape, type Shape } from './shape.ts';

/** `conv2d_2 (Conv2D)`, or only the type where there is no name yet. */
export function labelOf(type: string, options: object): string {
  return 'name' in options && typeof options.name === 'string' ? `${options.name} (${type})` : type;
}

/** The `name` of a specification, if the options have one. Names begin buffers' names, so they hold no `/`. */
export function named(read: OptionReader): { readonly name?: string } {
  const name = read.value('name');
  if (name === undefined) return {};
  if (typeof name !== 'string' || !/^[^/\s]+$/.test(name)) {
    throw read.error('name', 'a word without spaces or /');
  }
  return { name };
}

/** @throws {CoreError} if the input is not `[height, width, channels]`. */
export function requireImages(shape: Shape, label: string): readonly [number, number, number] {
  const [height, width, channels, ...rest] = shape;
  if (height === undefined || width === undefined || channels === undefined || rest.length > 0) {
    throw wrongInput(label, '[height, width, channels]', shape, 'Put it before Flatten and Dense');
  }
  return [height, width, channels];
}

/** @throws {CoreError} if a window has no position inside its input. */
export function requireWindowFits(
  option: string,
  size: Pair,
  padding: Padding,
  inputShape: Shape,
  label: string,
): void {
  const fits = size.every(
    (extent, axis) => windowExtent(inputShape[axis] ?? 0, extent, 1, padding).output > 0,
  );
  if (fits) return;
  const expected = `an input of at least ${size.join('×')} for ${option} ${formatShape(size)}`;
  throw wrongInput(label, expected, inputShape, `Make ${option} smaller, or use padding: 'same'`);
}

export function wrongInput(label: string, expected: string, found: Shape, advice: string): CoreError {
  return new CoreError(
    'wrong-shape',
    `${label}: expected ${expected}, found ${formatShape(found)}. ${advice}`,
  );
}
