// Metrics without digits that mean nothing.

/** `4921.3` */
export function tenths(value: number): number {
  return Math.round(value * 10) / 10;
}

/** Five digits of a figure of any size: `31.416`, `0.051283`. */
export function significant(value: number): number {
  return Number(value.toPrecision(5));
}
