// Softmax over the last axis, its gradient, its fusion with cross-entropy, and accuracy: a few numbers a row, so these
// are scalar and in double precision.

import type {
  CategoricalAccuracy,
  Mean,
  Softmax,
  SoftmaxCrossEntropy,
  SoftmaxGrad,
} from '../../../operations.ts';
import {
  add,
  at,
  double,
  eq,
  type F32,
  type F64,
  f32,
  f64,
  float,
  type I32,
  int,
  type Local,
  loadF32,
  loadF64,
  loadI32,
  mul,
  pointer,
  select,
} from '../code/values.ts';
import type { Writer } from '../code/writer.ts';
import type { Buffers } from '../contract/buffers.ts';
import type { Kernel } from '../contract/kernel.ts';
import { expDouble, logDouble } from './math.ts';
import { rowOf } from './rows.ts';

/** Writes the probabilities of one vector of logits; returns the largest logit and the sum of exponentials. */
function writeProbabilities(
  w: Writer,
  logits: I32,
  probabilities: I32,
  classes: number,
  exponentials: number,
) {
  const largest = w.let(loadF32(at(logits)));
  w.range(1, classes, (c) => w.set(largest, f32.max(largest, loadF32(at(add(logits, mul(c, 4))))) as F32));
  const sum = w.let(double(0));
  w.range(0, classes, (c) => {
    const value = f64.promote(loadF32(at(add(logits, mul(c, 4)))));
    const e = w.let(expDouble(w, f64.sub(value, f64.promote(largest)) as F64));
    w.storeF64(at(mul(c, 8), exponentials), e);
    w.set(sum, f64.add(sum, e) as F64);
  });
  w.range(0, classes, (c) => {
    const p = f64.div(loadF64(at(mul(c, 8), exponentials)), sum);
    w.storeF32(at(add(probabilities, mul(c, 4))), f32.demote(p) as F32);
  });
  return { largest, sum };
}

export function softmaxKernel(buffers: Buffers, op: Softmax): Kernel {
  const { positions, channels } = buffers.channels(op.output);
  return {
    name: `${op.output} softmax`,
    scope: 'rows',
    reads: [op.input],
    writes: [op.output],
    reduces: [],
    scratch: [{ name: 'exponentials', bytes: channels * 8, lifetime: 'call' }],
    emit: (place) => ({
      rows(w, first, count) {
        w.range(0, count, (row) => {
          const from = w.let(pointer(rowOf(w, place.rows(op.input, first), row, buffers.rowBytes(op.input))));
          const to = w.let(pointer(rowOf(w, place.rows(op.output, first), row, buffers.rowBytes(op.output))));
          w.range(0, positions, () => {
            writeProbabilities(w, from, to, channels, place.scratch('exponentials'));
            w.advance(from, channels * 4);
            w.advance(to, channels * 4);
          });
        });
      },
    }),
  };
}

/** `inputGrad = output · (outputGrad − Σ output · outputGrad)` */
export function softmaxGradKernel(buffers: Buffers, op: SoftmaxGrad): Kernel {
  const { positions, channels } = buffers.channels(op.output);
  const rowBytes = buffers.rowBytes(op.output);
  return {
    name: `${op.inputGrad} softmax`,
    scope: 'rows',
    reads: [op.output, op.outputGrad],
    writes: [op.inputGrad],
    reduces: [],
    scratch: [],
    emit: (place) => ({
      rows(w, first, count) {
        w.range(0, count, (row) => {
          const [y, g, d] = [op.output, op.outputGrad, op.inputGrad].map((name) =>
            w.let(pointer(rowOf(w, place.rows(name, first), row, rowBytes))),
          ) as [Local<'i32'>, Local<'i32'>, Local<'i32'>];
          w.range(0, positions, () => {
            const product = (c: I32) =>
              f32.mul(loadF32(at(add(y, mul(c, 4)))), loadF32(at(add(g, mul(c, 4)))));
            const dot = w.let(double(0));
            w.range(0, channels, (c) => w.set(dot, f64.add(dot, f64.promote(product(c))) as F64));
            w.range(0, channels, (c) => {
              const difference = f32.sub(loadF32(at(add(g, mul(c, 4)))), f32.demote(dot));
              w.storeF32(at(add(d, mul(c, 4))), f32.mul(loadF32(at(add(y, mul(c, 4)))), difference) as F32);
            });
            for (const p of [y, g, d]) w.advance(p, channels * 4);
          });
        });
      },
    }),
  };
}

/**
 * The loss of a row is `log Σ eˡ − Σ target · l`, with `target = (1 − s) · onehot + s / classes`; the gradient of the mean
 * is `(probability − target) / rows`.
 */
export function softmaxCrossEntropyKernel(buffers: Buffers, op: SoftmaxCrossEntropy): Kernel {
  const { channels } = buffers.channels(op.logits);
  const { logitsGrad, labelSmoothing } = op;
  const shared = labelSmoothing / channels;
  return {
    name: `${op.losses}`,
    scope: 'rows',
    reads: [op.logits, op.labels],
    writes: [op.probabilities, op.losses, ...(logitsGrad ? [logitsGrad] : [])],
    reduces: [],
    scratch: [
      { name: 'exponentials', bytes: channels * 8, lifetime: 'call' },
      { name: 'rows', bytes: 8, lifetime: 'segment' },
    ],
    emit: (place) => ({
      prepare: (w, rows) =>
        w.storeF64(at(place.scratch('rows')), f64.div(double(1), f64.fromI32(rows)) as F64),
      rows(w, first, count) {
        w.range(0, count, (row) => {
          const rowAt = (name: string) =>
            w.let(pointer(rowOf(w, place.rows(name, first), row, buffers.rowBytes(name))));
          const logits = rowAt(op.logits);
          const probabilities = rowAt(op.probabilities);
          const label = w.let(loadI32(at(rowAt(op.labels))));
          const { largest, sum } = writeProbabilities(
            w,
            logits,
            probabilities,
            channels,
            place.scratch('exponentials'),
          );
          const logit = (c: I32) =>
            f64.sub(f64.promote(loadF32(at(add(logits, mul(c, 4))))), f64.promote(largest));
          const expected = w.let(f64.mul(logit(label), double(1 - labelSmoothing)));
          if (shared > 0) {
            w.range(0, channels, (c) =>
              w.set(expected, f64.add(expected, f64.mul(logit(c), double(shared))) as F64),
            );
          }
          w.storeF32(at(rowAt(op.losses)), f32.demote(f64.sub(logDouble(w, sum), expected)) as F32);
          if (!logitsGrad) return;
          const grad = rowAt(logitsGrad);
          const share = w.let(loadF64(at(place.scratch('rows'))));
          w.range(0, channels, (c) => {
            const target = select(eq(c, label), double(1 - labelSmoothing + shared), double(shared));
            const p = f64.promote(loadF32(at(add(probabilities, mul(c, 4)))));
            w.storeF32(at(add(grad, mul(c, 4))), f32.demote(f64.mul(f64.sub(p, target), share)) as F32);
          });
        });
      },
    }),
  };
}

export function categoricalAccuracyKernel(buffers: Buffers, op: CategoricalAccuracy): Kernel {
  const { channels } = buffers.channels(op.predictions);
  return {
    name: `${op.matches}`,
    scope: 'rows',
    reads: [op.predictions, op.labels],
    writes: [op.matches],
    reduces: [],
    scratch: [],
    emit: (place) => ({
      rows(w, first, count) {
        w.range(0, count, (row) => {
          const rowAt = (name: string) => rowOf(w, place.rows(name, first), row, buffers.rowBytes(name));
          const values = w.let(pointer(rowAt(op.predictions)));
          const best = w.let(int(0));
          const largest = w.let(loadF32(at(values)));
          w.range(1, channels, (c) => {
            const value = w.let(loadF32(at(add(values, mul(c, 4)))));
            w.if(f32.gt(value, largest) as I32, () => {
              w.set(largest, value);
              w.set(best, c);
            });
          });
          w.storeF32(rowAt(op.matches), select(eq(best, loadI32(rowAt(op.labels))), float(1), float(0)));
        });
      },
    }),
  };
}

export function meanKernel(buffers: Buffers, op: Mean): Kernel {
  return {
    name: `${op.output} mean`,
    scope: 'batch',
    reads: [op.input],
    writes: [op.output],
    reduces: [],
    scratch: [],
    emit: (place) => ({
      finish(w, rows) {
        const from = w.let(int(place.whole(op.input)));
        const sum = w.let(double(0));
        w.range(0, rows, () => {
          w.set(sum, f64.add(sum, f64.promote(loadF32(at(from)))) as F64);
          w.advance(from, buffers.rowBytes(op.input));
        });
        w.storeF32(at(place.whole(op.output)), f32.demote(f64.div(sum, f64.fromI32(rows))) as F32);
      },
    }),
  };
}
