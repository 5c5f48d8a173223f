// Images moved, turned, scaled and covered with noise, as bytes: the changes that the lecture's LeNet demo tries.

import { createGenerator, deriveSeed, type Generator, type ImageShape } from '@convoy/core';

/** Rows of images, `[count, height, width, channels]`, 0 … 255. */
interface Images {
  readonly images: Uint8Array;
  readonly shape: ImageShape;
}

/**
 * Where a pixel of the changed image comes from, relative to the centre: from `along · x − across · y + right` and
 * `along · y + across · x + down`.
 */
interface Warp {
  readonly along: number;
  readonly across: number;
  readonly right: number;
  readonly down: number;
}

const unchanged: Warp = { along: 1, across: 0, right: 0, down: 0 };

export interface Distortion {
  readonly name: string;
  /** The axis of its chart. */
  readonly title: string;
  /** At equal distances. */
  readonly levels: readonly number[];
  /** `3 px`, `20°` */
  readonly label: (level: number) => string;
  /** The level that changes nothing. */
  readonly none: number;
  readonly apply: (images: Images, level: number) => Uint8Array;
}

export const distortions: readonly Distortion[] = [
  {
    name: 'shift',
    title: 'shift (pixels, in a random direction)',
    levels: [0, 1, 2, 3, 4, 5, 6],
    label: (level) => `${level} px`,
    none: 0,
    apply: (images, level) =>
      warpEach(images, 'shift', (random) => {
        const [dx = 0, dy = 0] = directions[random.integer(directions.length)] ?? [];
        return { ...unchanged, right: -level * dx, down: -level * dy };
      }),
  },
  {
    name: 'rotation',
    title: 'rotation (degrees, to a random side)',
    levels: [0, 15, 30, 45, 60, 75, 90],
    label: (level) => `${level}°`,
    none: 0,
    apply: (images, level) =>
      warpEach(images, 'rotation', (random) => {
        const angle = (random.integer(2) === 0 ? 1 : -1) * (level / 180) * Math.PI;
        return { ...unchanged, along: Math.cos(angle), across: -Math.sin(angle) };
      }),
  },
  {
    name: 'scale',
    title: 'scale (of the size that it has)',
    levels: [0.4, 0.6, 0.8, 1, 1.2, 1.4, 1.6],
    label: (level) => `×${level}`,
    none: 1,
    apply: (images, level) => warpEach(images, 'scale', () => ({ ...unchanged, along: 1 / level })),
  },
  {
    name: 'noise',
    title: 'noise (standard deviation, of the range of a pixel)',
    levels: [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6],
    label: (level) => `${Math.round(level * 100)}%`,
    none: 0,
    apply: ({ images }, level) => {
      const random = createGenerator(deriveSeed(0, 'report', 'noise'));
      return Uint8Array.from(images, (byte) =>
        clamp(Math.round(byte + 255 * level * random.normal()), 0, 255),
      );
    },
  },
];

const directions = [
  [1, 0],
  [-1, 0],
  [0, 1],
  [0, -1],
] as const;

/** Every image moved to the right; what comes in from the left is the pixel at the border. */
export function shiftRight(images: Uint8Array, shape: ImageShape, pixels: number): Uint8Array {
  return warpEach({ images, shape }, 'shift right', () => ({ ...unchanged, right: -pixels }));
}

/** Each image through a warp of its own. The same images get the same warps at every level. */
function warpEach({ images, shape }: Images, name: string, warpOf: (random: Generator) => Warp): Uint8Array {
  const size = shape[0] * shape[1] * shape[2];
  const random = createGenerator(deriveSeed(0, 'report', name));
  const warped = new Uint8Array(images.length);
  for (let start = 0; start < images.length; start += size) {
    warpImage(
      images.subarray(start, start + size),
      shape,
      warpOf(random),
      warped.subarray(start, start + size),
    );
  }
  return warped;
}

/** Bilinear between pixels; what comes from outside is the pixel at the border. */
function warpImage(
  from: Uint8Array,
  [height, width, channels]: ImageShape,
  warp: Warp,
  to: Uint8Array,
): void {
  const middleX = (width - 1) / 2;
  const middleY = (height - 1) / 2;
  const row = width * channels;
  let at = 0;
  for (let y = -middleY; y <= middleY; y++) {
    for (let x = -middleX; x <= middleX; x++) {
      const sourceX = clamp(warp.along * x - warp.across * y + warp.right + middleX, 0, width - 1);
      const sourceY = clamp(warp.along * y + warp.across * x + warp.down + middleY, 0, height - 1);
      const left = Math.floor(sourceX);
      const top = Math.floor(sourceY);
      const later = sourceX - left;
      const lower = sourceY - top;
      const corner = top * row + left * channels;
      const toRight = left < width - 1 ? channels : 0;
      const toBelow = top < height - 1 ? row : 0;
      for (let pixel = corner; pixel < corner + channels; pixel++) {
        const above = (from[pixel] ?? 0) * (1 - later) + (from[pixel + toRight] ?? 0) * later;
        const below =
          (from[pixel + toBelow] ?? 0) * (1 - later) + (from[pixel + toBelow + toRight] ?? 0) * later;
        to[at++] = Math.round(above * (1 - lower) + below * lower);
      }
    }
  }
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
