// The convolutions that are measured: those of networks that people know, by name.

import type { Padding } from '@convoy/kernels';
import { windowExtent } from '@convoy/kernels/internal';

/** The shape of one convolution. */
export interface KernelGeometry {
  readonly name: string;
  /** `[height, width, channels]` */
  readonly inputShape: readonly [height: number, width: number, channels: number];
  /** Height and width of the kernel; it moves by one cell. */
  readonly kernelSize: number;
  readonly filters: number;
  readonly padding: Padding;
  /** What follows in its network, which a backend may fuse with it. */
  readonly followedBy: 'relu' | 'relu and max pooling' | null;
  /** The first layer of a network needs no gradient of its input. */
  readonly isFirst: boolean;
  /** Rows of a run: fewer where an image is much work. */
  readonly batchSize: number;
}

const lecture = { kernelSize: 3, padding: 'valid', isFirst: false, batchSize: 256 } as const;
const cifar = { kernelSize: 3, padding: 'same', followedBy: null, isFirst: false, batchSize: 32 } as const;
const pooled = { followedBy: 'relu and max pooling' } as const;
const lenet = { ...lecture, ...pooled, kernelSize: 5 } as const;

/** Convolutions of well-known networks. */
export const kernelGeometries: readonly KernelGeometry[] = [
  { name: 'lecture 1', ...lecture, ...pooled, inputShape: [28, 28, 1], filters: 32, isFirst: true },
  { name: 'lecture 2', ...lecture, ...pooled, inputShape: [13, 13, 32], filters: 64 },
  { name: 'lecture 3', ...lecture, followedBy: 'relu', inputShape: [5, 5, 64], filters: 64 },
  { name: 'cifar 64→64 at 32×32', ...cifar, inputShape: [32, 32, 64], filters: 64 },
  { name: 'cifar 256→256 at 8×8', ...cifar, inputShape: [8, 8, 256], filters: 256 },
  { name: 'lenet5 1', ...lenet, inputShape: [28, 28, 1], filters: 6, padding: 'same', isFirst: true },
  { name: 'lenet5 2', ...lenet, inputShape: [14, 14, 6], filters: 16 },
];

/** `[height, width, filters]` */
export function outputShapeOf({ inputShape, kernelSize, filters, padding }: KernelGeometry) {
  const [height, width] = inputShape;
  const extent = (cells: number) => windowExtent(cells, kernelSize, 1, padding).output;
  return [extent(height), extent(width), filters] as const;
}

/** Products of the plain sum over every tap, padding included: what every algorithm is measured against. */
export function multiplyAddsOf(geometry: KernelGeometry): number {
  const [height, width, filters] = outputShapeOf(geometry);
  return height * width * filters * geometry.kernelSize ** 2 * geometry.inputShape[2];
}
