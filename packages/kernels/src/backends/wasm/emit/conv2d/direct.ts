// Direct convolution, for every geometry: a kernel row's patch is `kernelWidth × channels` contiguous floats of a
// channels-last image, so the register tile reads it where it lies, without im2col. The gradient of the input is the
// same convolution of the padded output gradient with the flipped kernel; the gradient of the kernel is a product over
// the positions of an image.

import { each } from '../../code/loops.ts';
import { type Address, add, at, type I32, mul, pointer, shifted, sub, times } from '../../code/values.ts';
import type { ModuleContext, Writer } from '../../code/writer.ts';
import { defineGemm } from '../gemm.ts';
import { packedBytes, panelFloats, writePack } from '../pack.ts';
import type { ConvGeometry } from './block.ts';
import { sourcePitch } from './padding.ts';

export function packedKernelBytes(g: ConvGeometry): number {
  return packedBytes(g.kernelHeight * g.kernelWidth * g.channels, g.filters);
}

export function packKernel(w: Writer, g: ConvGeometry, kernel: number, target: number): void {
  writePack(w, {
    source: at(kernel),
    target: at(target),
    k: g.kernelHeight * g.kernelWidth * g.channels,
    kStride: g.filters * 4,
    columns: g.filters,
    columnStride: 4,
  });
}

export interface DirectForward {
  readonly source: Address;
  readonly packed: number;
  readonly bias: number | null;
  readonly target: Address;
}

/** Defines a function that convolves one image; the bias and ReLU are applied as the sums are stored. */
export function defineDirectForward(context: ModuleContext, g: ConvGeometry, relu: boolean, bias: boolean) {
  const pitch = sourcePitch(g);
  const k = g.kernelWidth * g.channels;
  const bStep = panelFloats(g.filters) * 4;
  const gemm = defineGemm(context, {
    columns: g.filters,
    k,
    outer: { count: g.kernelHeight, aStep: pitch, bStep: k * bStep },
    aRow: g.strideWidth * g.channels * 4,
    aStep: 4,
    bStep,
    bPanel: g.kernelHeight * k * bStep,
    cRow: g.filters * 4,
    start: bias ? 'bias' : 'zero',
    relu,
    rows: g.outWidth,
  });
  return (w: Writer, args: DirectForward): void => {
    const source = w.let(pointer(args.source));
    const target = w.let(pointer(args.target));
    w.range(0, g.outHeight, () => {
      gemm(w, {
        a: at(source),
        b: at(args.packed),
        c: at(target),
        ...(args.bias === null ? {} : { bias: at(args.bias) }),
        rows: g.outWidth,
      });
      w.advance(source, g.strideHeight * pitch);
      w.advance(target, g.outWidth * g.filters * 4);
    });
  };
}

/** How the output gradient lies in its scratch: spread by the strides and padded for the flipped convolution. */
export interface GradientLayout {
  readonly bytes: number;
  readonly pitch: number;
  /** Bytes from one output row, and one output pixel, to the next. */
  readonly row: number;
  readonly pixel: number;
  /** Where the first output pixel lies. */
  readonly origin: number;
}

export function gradientLayout(g: ConvGeometry, forInput: boolean): GradientLayout {
  const pixelBytes = g.filters * 4;
  if (!forInput) {
    const pitch = g.outWidth * pixelBytes;
    return { bytes: g.outHeight * pitch + 64, pitch, row: pitch, pixel: pixelBytes, origin: 0 };
  }
  const pitch = (g.width + g.kernelWidth - 1) * pixelBytes;
  return {
    bytes: (g.height + g.kernelHeight - 1) * pitch + 64,
    pitch,
    row: g.strideHeight * pitch,
    pixel: g.strideWidth * pixelBytes,
    origin: (g.kernelHeight - 1 - g.top) * pitch + (g.kernelWidth - 1 - g.left) * pixelBytes,
  };
}

export function packedFlippedBytes(g: ConvGeometry): number {
  return packedBytes(g.kernelHeight * g.kernelWidth * g.filters, g.channels);
}

/** Packs the kernel turned by 180° with its input and output channels exchanged. */
export function packFlipped(w: Writer, g: ConvGeometry, kernel: number, target: number): void {
  const taps = g.kernelHeight * g.kernelWidth;
  const tapBytes = g.channels * g.filters * 4;
  const packedTap = g.filters * panelFloats(g.channels) * 4;
  w.range(0, taps, (tap) => {
    writePack(w, {
      source: at(mul(sub(taps - 1, tap), tapBytes), kernel),
      target: at(mul(tap, packedTap), target),
      k: g.filters,
      kStride: 4,
      totalK: taps * g.filters,
      columns: g.channels,
      columnStride: g.filters * 4,
    });
  });
}

/** Defines a function that computes one image's input gradient from its gradient map in `gradientLayout(g, true)`. */
export function defineDirectInputGrad(context: ModuleContext, g: ConvGeometry) {
  const { pitch } = gradientLayout(g, true);
  const k = g.kernelWidth * g.filters;
  const bStep = panelFloats(g.channels) * 4;
  const gemm = defineGemm(context, {
    columns: g.channels,
    k,
    outer: { count: g.kernelHeight, aStep: pitch, bStep: k * bStep },
    aRow: g.filters * 4,
    aStep: 4,
    bStep,
    bPanel: g.kernelHeight * k * bStep,
    cRow: g.channels * 4,
    start: 'zero',
    rows: g.width,
  });
  return (w: Writer, map: number, packed: number, target: Address): void => {
    const out = w.let(pointer(target));
    w.range(0, g.height, (y: I32) => {
      gemm(w, { a: at(w.let(add(mul(y, pitch), map))), b: at(packed), c: at(out), rows: g.width });
      w.advance(out, g.width * g.channels * 4);
    });
  };
}

/** Defines a function that adds one image's share to the kernel gradient. */
export function defineDirectKernelGrad(context: ModuleContext, g: ConvGeometry, layout: GradientLayout) {
  const pitch = sourcePitch(g);
  const rows = g.kernelWidth * g.channels;
  const gemm = defineGemm(context, {
    columns: g.filters,
    k: g.outWidth,
    outer: { count: g.outHeight, aStep: g.strideHeight * pitch, bStep: layout.row },
    aRow: 4,
    aStep: g.strideWidth * g.channels * 4,
    bStep: layout.pixel,
    bPanel: 32,
    cRow: g.filters * 4,
    start: 'add',
    rows,
  });
  return (w: Writer, source: Address, map: number, target: number): void => {
    const from = w.let(pointer(source));
    each(w, g.kernelHeight, (ky) => {
      gemm(w, {
        a: shifted(at(from), times(ky, pitch)),
        b: at(map),
        c: shifted(at(target), times(ky, rows * g.filters * 4)),
        rows,
      });
    });
  };
}
