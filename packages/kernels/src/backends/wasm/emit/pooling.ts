// Pooling that is not fused with a convolution: any window, stride and padding; maximum, average and L2.

import { windowExtent } from '../../../geometry.ts';
import type {
  AveragePool2d,
  AveragePool2dGrad,
  L2Pool2d,
  L2Pool2dGrad,
  MaxPool2d,
  MaxPool2dGrad,
} from '../../../operations.ts';
import {
  type Address,
  add,
  at,
  f32,
  gtS,
  type I32,
  int,
  type Local,
  loadVector,
  mul,
  pointer,
  select,
  sub,
  type V128,
  v,
  zeros,
} from '../code/values.ts';
import type { Writer } from '../code/writer.ts';
import type { Buffers } from '../contract/buffers.ts';
import type { Kernel } from '../contract/kernel.ts';
import { eachVector } from './conv2d/pool.ts';
import { rowOf } from './rows.ts';

type Forward = MaxPool2d | AveragePool2d | L2Pool2d;
type Backward = MaxPool2dGrad | AveragePool2dGrad | L2Pool2dGrad;

interface Window {
  /** Runs over the cells of the window that lie in the image; `cell` is an offset in bytes from the image's start. */
  readonly cells: (body: (cell: I32) => void) => void;
  /** Cells inside the image. */
  readonly count: I32;
  /** The output's offset in bytes. */
  readonly output: I32;
}

/** Runs over the windows of one image. */
function eachWindow(
  w: Writer,
  buffers: Buffers,
  op: Forward | Backward,
  body: (window: Window) => void,
): void {
  const { height, width, channels } = buffers.image(op.input);
  const rows = windowExtent(height, op.poolSize[0], op.strides[0], op.padding);
  const columns = windowExtent(width, op.poolSize[1], op.strides[1], op.padding);
  const pixel = channels * 4;
  /** The first cell and the one after the last, of those inside. */
  const span = (position: I32, stride: number, before: number, size: number, extent: number) => {
    const start = w.let(sub(mul(position, stride), before));
    const from = w.let(select(gtS(start, 0), start, int(0)));
    const end = w.let(add(start, size));
    return { from, to: w.let(select(gtS(end, extent), int(extent), end)) };
  };
  const output = w.let(int(0));
  w.range(0, rows.output, (oy) => {
    const y = span(oy, op.strides[0], rows.before, op.poolSize[0], height);
    w.range(0, columns.output, (ox) => {
      const x = span(ox, op.strides[1], columns.before, op.poolSize[1], width);
      body({
        output,
        count: mul(sub(y.to, y.from), sub(x.to, x.from)),
        cells: (visit) =>
          w.range(y.from, y.to, (cy) =>
            w.range(x.from, x.to, (cx) => visit(w.let(mul(add(mul(cy, width), cx), pixel)))),
          ),
      });
      w.advance(output, pixel);
    });
  });
}

/** A base address plus offsets known only at run time. */
const offsetBy = (base: I32, ...offsets: I32[]): Address => at(offsets.reduce((sum, o) => add(sum, o), base));

export function poolKernel(buffers: Buffers, op: Forward): Kernel {
  const { channels } = buffers.image(op.input);
  return {
    name: `${op.output} ${op.kind}`,
    scope: 'rows',
    reads: [op.input],
    writes: [op.output],
    reduces: [],
    scratch: [],
    emit: (place) => ({
      rows(w, first, count) {
        w.range(0, count, (row) => {
          const input = w.let(
            pointer(rowOf(w, place.rows(op.input, first), row, buffers.rowBytes(op.input))),
          );
          const target = w.let(
            pointer(rowOf(w, place.rows(op.output, first), row, buffers.rowBytes(op.output))),
          );
          eachWindow(w, buffers, op, (window) => {
            eachVector(w, channels, ({ floats }, lanes) => {
              const sum = w.let(op.kind === 'maxPool2d' ? w.constant(-Infinity) : zeros) as Local<'v128'>;
              window.cells((cell) => {
                const x = w.let(loadVector(offsetBy(input, cell, floats)));
                if (op.kind === 'maxPool2d') w.set(sum, v.max(sum, x) as V128);
                else w.set(sum, v.add(sum, op.kind === 'l2Pool2d' ? v.mul(x, x) : x) as V128);
              });
              if (op.kind === 'l2Pool2d') w.set(sum, v.sqrt(sum) as V128);
              if (op.kind === 'averagePool2d') w.set(sum, v.div(sum, countOf(window)) as V128);
              w.storeLanes(offsetBy(target, window.output, floats), sum, lanes);
            });
          });
        });
      },
    }),
  };
}

const countOf = (window: Window): V128 => v.splat(f32.fromI32(window.count)) as V128;

export function poolGradKernel(buffers: Buffers, op: Backward): Kernel {
  const { channels } = buffers.image(op.input);
  const reads = [op.outputGrad];
  if (op.kind !== 'averagePool2dGrad') reads.push(op.input, op.output);
  return {
    name: `${op.inputGrad} ${op.kind}`,
    scope: 'rows',
    reads,
    writes: [op.inputGrad],
    reduces: [],
    scratch: [],
    emit: (place) => ({
      rows(w, first, count) {
        w.range(0, count, (row) => {
          const rowAt = (name: string) =>
            w.let(pointer(rowOf(w, place.rows(name, first), row, buffers.rowBytes(name))));
          const needsValues = op.kind !== 'averagePool2dGrad';
          const input = needsValues ? rowAt(op.input) : int(0);
          const output = needsValues ? rowAt(op.output) : int(0);
          const grad = rowAt(op.outputGrad);
          const target = rowAt(op.inputGrad);
          w.fill(at(target), 0, buffers.rowBytes(op.inputGrad));
          eachWindow(w, buffers, op, (window) => {
            eachVector(w, channels, ({ floats }, lanes) => {
              const g = w.let(loadVector(offsetBy(grad, window.output, floats)));
              const addTo = (cell: I32, value: V128) => {
                const place = offsetBy(target, cell, floats);
                w.storeLanes(place, v.add(loadVector(place), value) as V128, lanes);
              };
              switch (op.kind) {
                case 'averagePool2dGrad': {
                  w.set(g, v.div(g, countOf(window)) as V128);
                  window.cells((cell) => addTo(cell, g));
                  break;
                }
                case 'l2Pool2dGrad': {
                  const y = w.let(loadVector(offsetBy(output, window.output, floats)));
                  w.set(g, v.and(v.div(g, y), v.gt(y, zeros)) as V128);
                  window.cells((cell) =>
                    addTo(cell, v.mul(g, loadVector(offsetBy(input, cell, floats))) as V128),
                  );
                  break;
                }
                case 'maxPool2dGrad': {
                  // The first cell that equals the maximum takes the gradient; later equals get none.
                  const y = w.let(loadVector(offsetBy(output, window.output, floats)));
                  window.cells((cell) => {
                    const won = w.let(v.eq(loadVector(offsetBy(input, cell, floats)), y));
                    addTo(cell, v.and(g, won) as V128);
                    w.set(g, v.andNot(g, won) as V128);
                  });
                  break;
                }
                default:
                  op satisfies never;
              }
            });
          });
        });
      },
    }),
  };
}
