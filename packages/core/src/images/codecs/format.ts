/** The picture formats that are read. */
export const imageFormats = ['PNG', 'JPEG', 'WebP'] as const;
/** The name of an image format. */
export type ImageFormat = (typeof imageFormats)[number];

/** Four bytes per pixel: red, green, blue, alpha. */
export interface Rgba {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}
