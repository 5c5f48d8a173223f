// One value of a feature map, worked out by hand: the lecture's table of products and their sum.

import type { Conv2DSpec, ModelLayer, Tensor } from '@convoy/core';
import { windowExtent } from '@convoy/kernels/internal';
import { type Html, html } from '../page/html.ts';
import { type ColourName, colour } from '../page/palette.ts';
import { type FeatureMaps, valueAt } from '../pictures/maps.ts';
import { drawPicture, img } from '../pictures/picture.ts';
import { weightAt } from './filters.ts';

export interface Convolution {
  readonly layer: ModelLayer;
  readonly spec: Conv2DSpec;
  readonly kernel: Tensor;
  readonly bias: Tensor | null;
  /** What the layer sees, `[height, width, channels]`. */
  readonly input: FeatureMaps;
  /** What it makes of it. */
  readonly output: FeatureMaps;
}

/** Kernels with more weights than this make tables that nobody adds up. */
const mostWeights = 75;

/** The convolution at the place where a filter answers most; null for kernels that are too large to write down. */
export function workedConvolution(of: Convolution, filter: number): Html | null {
  const { kernel, bias, input, output, spec } = of;
  const [height = 1, width = 1, channels = 1] = kernel.shape;
  if (height * width * channels > mostWeights) return null;
  const place = strongest(output, filter);
  const patch = patchAt(of, place);
  const channelsOf = Array.from({ length: channels }, (_, channel) => channel);
  const grid = (value: (y: number, x: number) => number) =>
    Array.from({ length: height }, (_, y) => Array.from({ length: width }, (_, x) => value(y, x)));
  const offset = bias?.data[filter] ?? 0;
  let sum = 0;
  for (const c of channelsOf)
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++) sum += patch(y, x, c) * weightAt(kernel, y, x, c, filter);
  const activated = valueAt(output, place.y, place.x, filter);
  return html`<div class="layer"><div><h4>One value, worked out</h4></div><div><p>Filter ${filter} of ${of.layer.name} answers most at row ${place.y + 1}, column ${place.x + 1} of its map. There its weights lie on these pixels of the
image; each pair is multiplied, and the products are added.</p>
<div class="worked">
<div><h5>where it is</h5>${img(marked(input, of, place), 'the image with the patch framed', marked(input, of, place).width)}</div><div>
${channelsOf.map(
  (c) => html`<div class="equation">
<div><h5>${channels === 3 ? `${['red', 'green', 'blue'][c]} pixels` : 'pixels'}</h5>${numbers(
    grid((y, x) => patch(y, x, c)),
    'muted',
  )}</div><div class="sign">×</div>
<div><h5>filter ${filter}</h5>${numbers(grid((y, x) => weightAt(kernel, y, x, c, filter)))}</div><div class="sign">=</div>
<div><h5>products</h5>${numbers(grid((y, x) => patch(y, x, c) * weightAt(kernel, y, x, c, filter)))}</div></div>`,
)}
<p class="mono">sum of the products ${signed(sum)}, with the bias ${signed(offset)}: ${signed(sum + offset)}${
    spec.activation === 'linear' ? '' : `; after ${spec.activation}: ${signed(activated)}`
  }</p>
<p class="note">The network's own value at this place is ${activated.toFixed(4)}.</p>
</div></div></div></div>`;
}

interface Place {
  readonly y: number;
  readonly x: number;
}

function strongest(maps: FeatureMaps, filter: number): Place {
  const [height = 1, width = 1] = maps.shape;
  let best: Place = { y: 0, x: 0 };
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (valueAt(maps, y, x, filter) > valueAt(maps, best.y, best.x, filter)) best = { y, x };
    }
  }
  return best;
}

/** Where the window begins in the input; it may lie over the border. */
function corner({ spec, input }: Convolution, { y, x }: Place): Place {
  const [inputHeight = 1, inputWidth = 1] = input.shape;
  const [strideY, strideX] = spec.strides;
  return {
    y: y * strideY - windowExtent(inputHeight, spec.kernelSize[0], strideY, spec.padding).before,
    x: x * strideX - windowExtent(inputWidth, spec.kernelSize[1], strideX, spec.padding).before,
  };
}

/** The window's pixels; zeros outside of the image. */
function patchAt(of: Convolution, place: Place): (y: number, x: number, channel: number) => number {
  const { input } = of;
  const [height = 1, width = 1] = input.shape;
  const { y: top, x: left } = corner(of, place);
  return (y, x, channel) => {
    const isInside = top + y >= 0 && top + y < height && left + x >= 0 && left + x < width;
    return isInside ? valueAt(input, top + y, left + x, channel) : 0;
  };
}

/** The image, enlarged, with a frame around the window. */
function marked(input: FeatureMaps, of: Convolution, place: Place) {
  const [height = 1, width = 1, channels = 1] = input.shape;
  const zoom = Math.max(1, Math.round(168 / width));
  const { y: top, x: left } = corner(of, place);
  const [kernelHeight, kernelWidth] = of.spec.kernelSize;
  const low = input.values.reduce((least, value) => Math.min(least, value), 0);
  const high = input.values.reduce((most, value) => Math.max(most, value), low + 1e-9);
  const shade = (value: number) => Math.round((255 * (value - low)) / (high - low));
  return drawPicture(width * zoom, height * zoom, (px, py) => {
    const [x, y] = [Math.floor(px / zoom), Math.floor(py / zoom)];
    const isWithin =
      px >= left * zoom &&
      px < (left + kernelWidth) * zoom &&
      py >= top * zoom &&
      py < (top + kernelHeight) * zoom;
    const isEdge =
      isWithin &&
      (px < left * zoom + 2 ||
        px >= (left + kernelWidth) * zoom - 2 ||
        py < top * zoom + 2 ||
        py >= (top + kernelHeight) * zoom - 2);
    if (isEdge) return [255, 140, 40];
    const at = (c: number) => shade(valueAt(input, y, x, channels >= 3 ? c : 0));
    return [at(0), at(1), at(2)];
  });
}

/** Tinted as the filters are, red above 0 and blue below, unless another colour is given. */
function numbers(rows: readonly (readonly number[])[], tint?: ColourName): Html {
  const largest = Math.max(1e-9, ...rows.flat().map(Math.abs));
  return html`<table class="grid-of-numbers">${rows.map(
    (row) =>
      html`<tr>${row.map(
        (value) =>
          html`<td style="--v:${Math.round((55 * Math.abs(value)) / largest)};--tint:${colour(tint ?? (value < 0 ? 'blue' : 'bad'))}">${signed(value, 2)}</td>`,
      )}</tr>`,
  )}</table>`;
}

/** With a real minus sign, and no −0.00. */
function signed(value: number, digits = 4): string {
  const text = Math.abs(value).toFixed(digits);
  return value < 0 && Number(text) !== 0 ? `−${text}` : text;
}
