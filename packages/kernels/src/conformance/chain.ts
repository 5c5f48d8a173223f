// Layers, one after the other, as buffers and operations. The values between layers are activations, so that a backend
// may fuse them away, or outputs where a check wants to read each.

import type { BufferRole, BufferSpec } from '../graph.ts';
import { rows } from '../graphBuilder.ts';
import type { Operation } from '../operations.ts';
import type { Layer, LoweredLayer } from './layer.ts';

export interface ChainOptions {
  readonly inputShape: readonly number[];
  readonly layers: readonly Layer[];
  /** The role of the values and gradients between layers. @default 'activation' */
  readonly between?: BufferRole;
  /** The role of the gradient at the end of the chain: `input` where a caller gives it. @default 'input' */
  readonly outputGrad?: BufferRole;
  /** Whether the gradient of the chain's input is wanted. @default true */
  readonly inputGrad?: boolean;
}

/** Its ends are the buffers `input`, `output`, `output_grad` and, if wanted, `input_grad`. */
export interface Chain {
  readonly outputShape: readonly number[];
  readonly buffers: readonly BufferSpec[];
  readonly forward: readonly Operation[];
  /** Forward, as after training. */
  readonly inference: readonly Operation[];
  readonly backward: readonly Operation[];
}

interface Link {
  readonly lowered: LoweredLayer;
  /** The gradients of the layer's input and output. */
  readonly inputGrad: string | null;
  readonly outputGrad: string;
}

/** Layers are named after their kind and their number among those of their kind: `conv2d_1`, `conv2d_2`, `dense_1`. */
export function chainOf(options: ChainOptions): Chain {
  const { layers, between = 'activation', outputGrad = 'input', inputGrad = true } = options;
  const counts = new Map<string, number>();
  const buffers: BufferSpec[] = [rows('input', 'input', options.inputShape)];
  if (inputGrad) buffers.push(rows('output', 'input_grad', options.inputShape));
  const links: Link[] = [];
  let input = 'input';
  let inputShape = options.inputShape;
  for (const [index, layer] of layers.entries()) {
    const count = (counts.get(layer.kind) ?? 0) + 1;
    counts.set(layer.kind, count);
    const name = `${layer.kind}_${count}`;
    const last = index === layers.length - 1;
    const output = last ? 'output' : `${name}/output`;
    const lowered = layer.lower({ name, input, inputShape, output });
    buffers.push(...lowered.buffers);
    buffers.push(rows(last ? 'output' : between, output, lowered.outputShape));
    buffers.push(rows(last ? outputGrad : between, `${output}_grad`, lowered.outputShape));
    links.push({
      lowered,
      inputGrad: index === 0 && !inputGrad ? null : `${input}_grad`,
      outputGrad: `${output}_grad`,
    });
    input = output;
    inputShape = lowered.outputShape;
  }
  return {
    outputShape: inputShape,
    buffers,
    forward: links.flatMap(({ lowered }) => lowered.forward),
    inference: links.flatMap(({ lowered }) => lowered.inference ?? lowered.forward),
    backward: links.toReversed().flatMap((link) => link.lowered.backward(link.outputGrad, link.inputGrad)),
  };
}
