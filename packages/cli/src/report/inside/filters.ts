// The filters of the first convolution, as pictures.

import type { ModelLayer, Tensor } from '@convoy/core';
import { type Html, html } from '../page/html.ts';
import { type Rgb, signedColour } from '../pictures/colours.ts';
import { reach } from '../pictures/maps.ts';
import { drawPicture, img, type Picture } from '../pictures/picture.ts';

/** A filter's weight, of `[height, width, channels, filters]`. */
export function weightAt(
  { shape, data }: Tensor,
  y: number,
  x: number,
  channel: number,
  filter: number,
): number {
  const [, width = 1, channels = 1, filters = 1] = shape;
  return data[((y * width + x) * channels + channel) * filters + filter] ?? 0;
}

export function firstFilters(layer: ModelLayer, kernel: Tensor): Html {
  const [height, width, channels, filters] = kernel.shape;
  const note =
    channels === 3
      ? 'Each filter is drawn as the colours that it looks for: grey is a weight of 0, a brighter colour more of it, a darker one less.'
      : 'Red weights are above 0, blue ones below, white ones 0. A filter answers most where the image is bright under red and dark under blue: an edge, a stroke, a corner.';
  return html`<h3>Filters of the first layer</h3>
<p>${layer.name} has ${filters} filters of ${height} × ${width}${channels === 1 ? '' : ` × ${channels}`} weights, which slide over the whole image. ${note}</p>
<div class="panel filters">${filterPictures(kernel).map((picture, filter) => html`<div>${img(picture, `filter ${filter}`, filterWidth)}${filter}</div>`)}</div>`;
}

/** CSS pixels, of each filter. */
const filterWidth = 48;

function filterPictures(kernel: Tensor): Picture[] {
  const [height = 1, width = 1, channels = 1, filters = 1] = kernel.shape;
  const scale = reach(kernel.data) || 1;
  const shade = (weight: number) => Math.round(127.5 + (127.5 * weight) / scale);
  const draw = (filter: number, x: number, y: number): Rgb => {
    const weight = (channel: number) => weightAt(kernel, y, x, channel, filter);
    if (channels === 3) return [shade(weight(0)), shade(weight(1)), shade(weight(2))];
    let sum = 0;
    for (let c = 0; c < channels; c++) sum += weight(c);
    return signedColour(sum / channels / scale);
  };
  return Array.from({ length: filters }, (_, filter) =>
    drawPicture(width, height, (x, y) => draw(filter, x, y)),
  );
}
