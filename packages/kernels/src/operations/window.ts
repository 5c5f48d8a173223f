/** `valid`: windows stay within the image. `same`: zeros are added so that a stride of 1 keeps the size. */
export type Padding = 'valid' | 'same';

/** One number for each of height and width. */
export type Pair = readonly [height: number, width: number];

/** What slides over an image. */
export interface Window {
  readonly strides: Pair;
  /** `same` is TensorFlow's rule: output `ceil(n / stride)`, the odd pixel of padding after. */
  readonly padding: Padding;
}
