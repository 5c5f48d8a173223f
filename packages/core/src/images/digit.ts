// A photo or drawing of a digit, made to look as MNIST's were made (LeCun et al. 1998, "Gradient-based learning applied
// to document recognition", III-A; yann.lecun.com/exdb/mnist): light ink on black, the ink's box scaled to 20 × 20
// with its aspect ratio kept, and placed in 28 × 28 with its centre of mass in the middle.
//
// The rules, in this order:
// 1. The background is the median of the picture's border. If it is lighter than half, the picture is inverted.
// 2. A picture that has the network's size already is left as it is from here on.
// 3. Contrast: the background, as the four corners show it, becomes 0 and the strongest ink 255, so that grey paper, lit
//    from one side, is as black as MNIST's.
// 4. The ink is what is above a third of full strength (shadows on paper stay below); its box is cut out, scaled and centred.

import { at, drawn, inverted, type Pixels } from './pixels.ts';
import { resize } from './resize.ts';

const inkThreshold = 255 / 3;
/** MNIST's 20 of 28. */
const boxPart = 20 / 28;
/** Ink is looked for in a picture of at most this many times the network's size: grain and dust average out. */
const workingFactor = 10;

/** Prepares a grey picture for a digit network of `size` × `size`; `notes` says what was done to it. */
export function prepareDigit(grey: Pixels, size: number): { pixels: Pixels; notes: string[] } {
  const notes: string[] = [];
  const isDarkOnLight = borderMedian(grey) > 127.5;
  const light = isDarkOnLight ? inverted(grey) : grey;
  if (isDarkOnLight) notes.push('inverted: dark ink on a light ground');
  if (grey.width === size && grey.height === size) return { pixels: light, notes };

  const ink = stretched(reduced(light, size * workingFactor));
  const box = inkBox(ink);
  if (!box) {
    notes.push('no ink found: the picture is one plain colour');
    return { pixels: resize(ink, size, size), notes };
  }
  notes.push(`ink scaled to ${Math.round(size * boxPart)} pixels and centred, as MNIST's digits are`);
  return { pixels: centred(ink, box, size), notes };
}

function reduced(pixels: Pixels, longest: number): Pixels {
  const scale = longest / Math.max(pixels.width, pixels.height);
  if (scale >= 1) return pixels;
  const side = (length: number) => Math.max(1, Math.round(length * scale));
  return resize(pixels, side(pixels.width), side(pixels.height));
}

function borderMedian(grey: Pixels): number {
  const { width, height } = grey;
  const values: number[] = [];
  for (let x = 0; x < width; x++) values.push(at(grey, 0, x, 0), at(grey, height - 1, x, 0));
  for (let y = 0; y < height; y++) values.push(at(grey, y, 0, 0), at(grey, y, width - 1, 0));
  return median(values);
}

function stretched(light: Pixels): Pixels {
  const background = backgroundOf(light);
  const ink = drawn(light.width, light.height, 1, (y, x) => at(light, y, x, 0) - background(y, x));
  const strongest = ink.data.reduce((most, value) => Math.max(most, value), 0);
  // A plain picture has its grain only: that is not made ink of.
  const factor = strongest > 255 / 20 ? 255 / strongest : 0;
  return { ...ink, data: ink.data.map((value) => Math.max(0, value * factor)) };
}

/** The background's brightness anywhere: the medians of the four corners, an eighth of the sides each, and between them. */
function backgroundOf(light: Pixels): (y: number, x: number) => number {
  const { width, height } = light;
  const [cornerHeight, cornerWidth] = [Math.ceil(height / 8), Math.ceil(width / 8)];
  const corner = (top: number, left: number) => {
    const patch = drawn(cornerWidth, cornerHeight, 1, (y, x) => at(light, top + y, left + x, 0));
    return median([...patch.data]);
  };
  const [bottom, right] = [height - cornerHeight, width - cornerWidth];
  const [topLeft, topRight] = [corner(0, 0), corner(0, right)];
  const [bottomLeft, bottomRight] = [corner(bottom, 0), corner(bottom, right)];
  return (y, x) => {
    const [down, across] = [y / Math.max(1, height - 1), x / Math.max(1, width - 1)];
    const atTop = topLeft + (topRight - topLeft) * across;
    const atBottom = bottomLeft + (bottomRight - bottomLeft) * across;
    return atTop + (atBottom - atTop) * down;
  };
}

function median(values: number[]): number {
  values.sort((a, b) => a - b);
  return values[values.length >> 1] ?? 0;
}

interface Box {
  readonly top: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
}

/** The box around the ink, `bottom` and `right` exclusive; none if there is no ink. */
function inkBox(ink: Pixels): Box | undefined {
  let [top, left, bottom, right] = [ink.height, ink.width, 0, 0];
  for (let y = 0; y < ink.height; y++) {
    for (let x = 0; x < ink.width; x++) {
      if (at(ink, y, x, 0) < inkThreshold) continue;
      top = Math.min(top, y);
      left = Math.min(left, x);
      bottom = Math.max(bottom, y + 1);
      right = Math.max(right, x + 1);
    }
  }
  return bottom > top ? { top, left, bottom, right } : undefined;
}

function centred(ink: Pixels, box: Box, size: number): Pixels {
  const [boxHeight, boxWidth] = [box.bottom - box.top, box.right - box.left];
  const scale = (size * boxPart) / Math.max(boxHeight, boxWidth);
  const height = Math.max(1, Math.round(boxHeight * scale));
  const width = Math.max(1, Math.round(boxWidth * scale));
  const cut = drawn(boxWidth, boxHeight, 1, (y, x) => at(ink, box.top + y, box.left + x, 0));
  const small = resize(cut, width, height);

  let [mass, massY, massX] = [0, 0, 0];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const value = at(small, y, x, 0);
      mass += value;
      massY += value * (y + 0.5);
      massX += value * (x + 0.5);
    }
  }
  // The offset that brings the centre of mass to the middle, held where the box stays inside.
  const top = clamp(Math.round(size / 2 - massY / mass), 0, size - height);
  const left = clamp(Math.round(size / 2 - massX / mass), 0, size - width);
  return drawn(size, size, 1, (y, x) => {
    const isInside = y >= top && y < top + height && x >= left && x < left + width;
    return isInside ? at(small, y - top, x - left, 0) : 0;
  });
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}
