// Pictures of a report: PNG files as addresses that hold them.

import type { ImageShape } from '@convoy/core';
import { type Html, html } from '../page/html.ts';
import type { Rgb } from './colours.ts';
import { encodeFullColour, encodePaletted } from './png.ts';

export interface Picture {
  readonly width: number;
  readonly height: number;
  /** `data:image/png;base64,…` */
  readonly address: string;
}

/** Null where nothing is drawn. */
export type ColourAt = (x: number, y: number) => Rgb | null;

export function drawPicture(width: number, height: number, colourAt: ColourAt): Picture {
  const colours = new Uint8Array(3 * width * height);
  const places = new Uint8Array(width * height);
  const palette = new Map<number, { readonly place: number; readonly colour: Rgb }>();
  const gap = -1;
  for (let i = 0; i < places.length; i++) {
    const colour = colourAt(i % width, Math.floor(i / width));
    if (colour !== null) colours.set(colour, 3 * i);
    const key = colour === null ? gap : (colour[0] << 16) | (colour[1] << 8) | colour[2];
    let known = palette.get(key);
    if (known === undefined) {
      known = { place: palette.size, colour: colour ?? [0, 0, 0] };
      palette.set(key, known);
    }
    places[i] = known.place;
  }
  const bytes =
    palette.size > 256
      ? encodeFullColour(width, height, colours)
      : encodePaletted(
          width,
          height,
          places,
          [...palette.values()].map(({ colour }) => colour),
          palette.get(gap)?.place ?? null,
        );
  return { width, height, address: `data:image/png;base64,${bytes.toString('base64')}` };
}

/** Image `index` of a data set's bytes, `[count, height, width, channels]`. */
export function imagePicture(images: Uint8Array, index: number, shape: ImageShape): Picture {
  const [height, width, channels] = shape;
  const start = index * height * width * channels;
  const value = (x: number, y: number, c: number) => images[start + (y * width + x) * channels + c] ?? 0;
  return drawPicture(width, height, (x, y) =>
    channels >= 3
      ? [value(x, y, 0), value(x, y, 1), value(x, y, 2)]
      : [value(x, y, 0), value(x, y, 0), value(x, y, 0)],
  );
}

/** @param width that it is shown with, in CSS pixels; where it is left out, what is around decides */
export function img({ width, height, address }: Picture, alt: string, shown?: number): Html {
  const size = shown === undefined ? '' : `width:${shown}px;aspect-ratio:${width}/${height}`;
  return html`<img src="${address}" alt="${alt}" style="${size}" width="${width}" height="${height}">`;
}
