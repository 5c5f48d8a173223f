/** The shape of one row, without the batch: `[height, width, channels]` or `[features]`. */
export type Shape = readonly number[];

/** `[26, 26, 32]` */
export function formatShape(shape: Shape): string {
  return `[${shape.join(', ')}]`;
}
