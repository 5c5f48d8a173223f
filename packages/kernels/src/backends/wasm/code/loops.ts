// Loops that are written out where they have few turns, each with its index as a number, which loads and stores fold into
// their offsets. More turns are a loop, so that code does not grow with what is counted.

import { add, type I32Like, mul } from './values.ts';
import type { Writer } from './writer.ts';

/** Turns that are written out at most. */
export const mostUnrolled = 16;

/** Runs over 0 … count − 1. */
export function each(w: Writer, count: number, body: (index: I32Like) => void): void {
  if (count > mostUnrolled) w.range(0, count, body);
  else for (let index = 0; index < count; index++) body(index);
}

/** Runs over the cells of a grid, row after row. */
export function eachCell(
  w: Writer,
  height: number,
  width: number,
  body: (y: I32Like, x: I32Like, cell: I32Like) => void,
): void {
  if (height * width > mostUnrolled) {
    w.range(0, height, (y) => w.range(0, width, (x) => body(y, x, w.let(add(mul(y, width), x)))));
    return;
  }
  for (let cell = 0; cell < height * width; cell++) body(Math.floor(cell / width), cell % width, cell);
}
