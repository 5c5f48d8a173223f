// Dense layers: one product forward, two backward, with bias and ReLU fused.

import {
  type Address,
  add,
  at,
  type I32,
  type Local,
  loadVector,
  mul,
  pointer,
  type V128,
  v,
  zeros,
} from '../code/values.ts';
import type { ModuleContext, Writer } from '../code/writer.ts';
import type { Buffers } from '../contract/buffers.ts';
import type { Kernel } from '../contract/kernel.ts';
import { defineGemm } from './gemm.ts';
import { packedBytes, panelFloats, writePack } from './pack.ts';
import { present } from './rows.ts';

export interface DenseForward {
  readonly name: string;
  readonly input: string;
  readonly kernel: string;
  readonly bias: string | null;
  readonly relu: boolean;
  readonly output: string;
}

export interface DenseBackward {
  readonly name: string;
  /** The block's output where ReLU is fused, else null. */
  readonly output: string | null;
  readonly outputGrad: string;
  readonly input: string | null;
  readonly kernel: string | null;
  readonly kernelGrad: string | null;
  readonly biasGrad: string | null;
  readonly inputGrad: string | null;
}

/** Rows that a group has, about; decides the tile. */
const usualRows = 30;

export function denseForwardKernel(context: ModuleContext, buffers: Buffers, block: DenseForward): Kernel {
  const [inputs = 1, units = 1] = buffers.spec(block.kernel).shape;
  const bStep = panelFloats(units) * 4;
  return {
    name: `${block.name} forward`,
    scope: 'rows',
    reads: [block.input, block.kernel, ...(block.bias ? [block.bias] : [])],
    writes: [block.output],
    reduces: [],
    scratch: [{ name: 'packed', bytes: packedBytes(inputs, units), lifetime: 'segment' }],
    emit(place) {
      const packed = place.scratch('packed');
      const gemm = defineGemm(context, {
        columns: units,
        k: inputs,
        aRow: buffers.rowBytes(block.input),
        aStep: 4,
        bStep,
        bPanel: inputs * bStep,
        cRow: buffers.rowBytes(block.output),
        start: block.bias ? 'bias' : 'zero',
        relu: block.relu,
        rows: usualRows,
        rowsVary: true,
      });
      return {
        prepare: (w) =>
          writePack(w, {
            source: at(place.whole(block.kernel)),
            target: at(packed),
            k: inputs,
            kStride: units * 4,
            columns: units,
            columnStride: 4,
          }),
        rows: (w, first, count) =>
          gemm(w, {
            a: place.rows(block.input, first),
            b: at(packed),
            c: place.rows(block.output, first),
            ...(block.bias ? { bias: at(place.whole(block.bias)) } : {}),
            rows: count,
          }),
      };
    },
  };
}

export function denseBackwardKernel(context: ModuleContext, buffers: Buffers, block: DenseBackward): Kernel {
  const { input, kernel, kernelGrad, inputGrad, biasGrad, output, outputGrad } = block;
  const units = buffers.size(outputGrad);
  const inputs = buffers.size(input ?? inputGrad ?? outputGrad);
  const gradRow = buffers.rowBytes(outputGrad);
  const masked = `${block.name}/masked gradient`;
  const grad = output ? masked : outputGrad;
  return {
    name: `${block.name} backward`,
    scope: 'rows',
    reads: present(outputGrad, output, kernelGrad && input, inputGrad && kernel),
    writes: present(inputGrad, output && masked),
    reduces: present(kernelGrad, biasGrad),
    scratch: inputGrad
      ? [{ name: 'transposed', bytes: packedBytes(units, inputs), lifetime: 'segment' }]
      : [],
    ...(output ? { privateBuffers: [{ name: masked, rowBytes: gradRow }] } : {}),
    emit(place) {
      const { toKernel, toInput } = defineProducts(context, buffers, block, { units, inputs });
      return {
        prepare(w) {
          for (const sum of present(kernelGrad, biasGrad))
            w.fill(at(place.whole(sum)), 0, buffers.bytes(sum));
          if (inputGrad && kernel) {
            writePack(w, {
              source: at(place.whole(kernel)),
              target: at(place.scratch('transposed')),
              k: units,
              kStride: 4,
              columns: inputs,
              columnStride: units * 4,
            });
          }
        },
        rows(w, first, count) {
          const source = w.let(pointer(place.rows(outputGrad, first)));
          if (output) {
            const value = place.rows(output, first);
            writeMasked(w, source, place.rows(masked, first), value, mul(count, gradRow / 16));
          }
          const gradAt = w.let(pointer(place.rows(grad, first)));
          if (biasGrad) writeBiasGrad(w, gradAt, place.whole(biasGrad), gradRow, count);
          if (toKernel && kernelGrad && input) {
            toKernel(w, {
              a: place.rows(input, first),
              b: at(gradAt),
              c: at(place.whole(kernelGrad)),
              rows: inputs,
              k: count,
            });
          }
          if (toInput && inputGrad) {
            toInput(w, {
              a: at(gradAt),
              b: at(place.scratch('transposed')),
              c: place.rows(inputGrad, first),
              rows: count,
            });
          }
        },
      };
    },
  };
}

/** The products of the kernel's and the input's gradient, null where nobody asks for one. */
function defineProducts(
  context: ModuleContext,
  buffers: Buffers,
  { input, kernelGrad, inputGrad, outputGrad }: DenseBackward,
  { units, inputs }: { readonly units: number; readonly inputs: number },
) {
  const gradRow = buffers.rowBytes(outputGrad);
  const bStep = panelFloats(inputs) * 4;
  const toKernel =
    kernelGrad && input
      ? defineGemm(context, {
          columns: units,
          k: 'parameter',
          aRow: 4,
          aStep: buffers.rowBytes(input),
          bStep: gradRow,
          bPanel: 32,
          cRow: units * 4,
          start: 'add',
          rows: inputs,
        })
      : null;
  const toInput = inputGrad
    ? defineGemm(context, {
        columns: inputs,
        k: units,
        aRow: gradRow,
        aStep: 4,
        bStep,
        bPanel: units * bStep,
        cRow: buffers.rowBytes(inputGrad),
        start: 'zero',
        rows: usualRows,
        rowsVary: true,
      })
    : null;
  return { toKernel, toInput };
}

/** The gradient where ReLU was on, zero elsewhere; moves `source` behind it. */
function writeMasked(w: Writer, source: Local<'i32'>, masked: Address, output: Address, vectors: I32): void {
  const target = w.let(pointer(masked));
  const value = w.let(pointer(output));
  w.range(0, vectors, () => {
    w.storeVector(at(target), v.and(loadVector(at(source)), v.gt(loadVector(at(value)), zeros)) as V128);
    for (const p of [source, target, value]) w.advance(p, 16);
  });
}

/** Adds the gradients of `count` rows to the bias gradient. */
function writeBiasGrad(w: Writer, gradAt: I32, biasGrad: number, gradRow: number, count: I32): void {
  w.range(0, gradRow / 16, (vector) => {
    const from = w.let(add(gradAt, mul(vector, 16)));
    const sum = at(mul(vector, 16), biasGrad);
    const total = w.let(loadVector(sum));
    w.range(0, count, () => {
      w.set(total, v.add(total, loadVector(at(from))) as V128);
      w.advance(from, gradRow);
    });
    w.storeVector(sum, total);
  });
}
