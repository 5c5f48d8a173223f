// What is measured of a geometry: each operation alone, and the layer with what follows it, as a network runs it.

import type { BufferRole, BufferSpec, Graph, Operation } from '@convoy/kernels';
import { type KernelGeometry, multiplyAddsOf, outputShapeOf } from './geometries.ts';

export interface KernelCase {
  /** `conv2d`, `conv2dKernelGrad`, `conv2dInputGrad`, or what runs together: `conv2d, relu and max pooling`. */
  readonly operation: string;
  readonly direction: 'forward' | 'backward' | 'forward and backward';
  /** Its one program is `run`. */
  readonly graph: Graph;
  /** Dense ones, of a row. */
  readonly multiplyAdds: number;
}

/** Buffers that come from outside, and those that must be readable; between them the backend may fuse. */
interface Ends {
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
}

export function kernelCases(geometry: KernelGeometry): readonly KernelCase[] {
  const { followedBy, isFirst } = geometry;
  const multiplyAdds = multiplyAddsOf(geometry);
  const window = { strides: [1, 1], padding: geometry.padding } as const;
  const conv2d: Operation = {
    kind: 'conv2d',
    ...window,
    input: 'input',
    kernel: 'kernel',
    bias: 'bias',
    output: 'output',
  };
  const kernelGrad: Operation = {
    kind: 'conv2dKernelGrad',
    ...window,
    input: 'input',
    outputGrad: 'outputGrad',
    kernelGrad: 'kernelGrad',
  };
  const inputGrad: Operation = {
    kind: 'conv2dInputGrad',
    ...window,
    outputGrad: 'outputGrad',
    kernel: 'kernel',
    inputGrad: 'inputGrad',
  };
  const biasGrad: Operation = { kind: 'biasGrad', outputGrad: 'outputGrad', biasGrad: 'biasGrad' };
  const gradients = isFirst ? [kernelGrad] : [kernelGrad, inputGrad];
  const { forward, backward, last } = following(followedBy);

  const alone = (operation: Operation, direction: KernelCase['direction'], ends: Ends): KernelCase => {
    return {
      operation: operation.kind,
      direction,
      multiplyAdds,
      graph: graphOf(geometry, [operation], ends),
    };
  };
  const layer = followedBy === null ? 'conv2d' : `conv2d, ${followedBy}`;
  return [
    alone(conv2d, 'forward', { inputs: ['input'], outputs: ['output'] }),
    alone(kernelGrad, 'backward', { inputs: ['input', 'outputGrad'], outputs: ['kernelGrad'] }),
    ...(isFirst ? [] : [alone(inputGrad, 'backward', { inputs: ['outputGrad'], outputs: ['inputGrad'] })]),
    ...(followedBy === null
      ? []
      : [
          {
            operation: layer,
            direction: 'forward',
            multiplyAdds,
            graph: graphOf(geometry, [conv2d, ...forward], { inputs: ['input'], outputs: [last] }),
          } as const,
        ]),
    {
      operation: layer,
      direction: 'forward and backward',
      multiplyAdds: multiplyAdds * (1 + gradients.length),
      graph: graphOf(geometry, [conv2d, ...forward, ...backward, ...gradients, biasGrad], {
        inputs: ['input', `${last}Grad`],
        outputs: [last, 'kernelGrad', 'biasGrad', 'inputGrad'],
      }),
    },
  ];
}

/** What follows the convolution, and the way of the gradient back from the last buffer to `outputGrad`. */
function following(followedBy: KernelGeometry['followedBy']): {
  readonly forward: readonly Operation[];
  readonly backward: readonly Operation[];
  readonly last: string;
} {
  if (followedBy === null) return { forward: [], backward: [], last: 'output' };
  const relu = { function: 'relu', input: 'output', output: 'activated' } as const;
  const activation: Operation = { kind: 'activation', ...relu };
  const activationGrad: Operation = {
    kind: 'activationGrad',
    ...relu,
    outputGrad: 'activatedGrad',
    inputGrad: 'outputGrad',
  };
  if (followedBy === 'relu') return { forward: [activation], backward: [activationGrad], last: 'activated' };
  const pool = {
    strides: [2, 2],
    padding: 'valid',
    poolSize: [2, 2],
    input: 'activated',
    output: 'pooled',
  } as const;
  const poolGrad: Operation = {
    kind: 'maxPool2dGrad',
    ...pool,
    outputGrad: 'pooledGrad',
    inputGrad: 'activatedGrad',
  };
  return {
    forward: [activation, { kind: 'maxPool2d', ...pool }],
    backward: [poolGrad, activationGrad],
    last: 'pooled',
  };
}

function graphOf(geometry: KernelGeometry, operations: readonly Operation[], ends: Ends): Graph {
  const { inputShape, kernelSize, filters, batchSize } = geometry;
  const output = outputShapeOf(geometry);
  const pooled = [Math.floor(output[0] / 2), Math.floor(output[1] / 2), filters];
  const kernel = [kernelSize, kernelSize, inputShape[2], filters];
  const rows = { input: inputShape, output, activated: output, pooled };
  const wholes = { kernel, bias: [filters] };
  const buffers = [...Object.entries(rows), ...Object.entries(wholes)].flatMap(([name, shape]) =>
    [name, `${name}Grad`]
      .filter((buffer) => operations.some((operation) => Object.values(operation).includes(buffer)))
      .map((buffer): BufferSpec => {
        const role = roleOf(buffer, ends);
        return { name: buffer, role, shape, batched: name in rows, type: 'float32' };
      }),
  );
  return { batchSize, buffers, programs: { run: operations } };
}

function roleOf(buffer: string, { inputs, outputs }: Ends): BufferRole {
  if (buffer === 'kernel' || buffer === 'bias') return 'parameter';
  if (inputs.includes(buffer)) return 'input';
  return outputs.includes(buffer) ? 'output' : 'activation';
}
