import { describe, expect, it } from 'vitest';
import { conformanceCases } from './conformance/cases/index.ts';
import type { BufferSpec, Graph } from './graph.ts';
import { labelRows, rows, whole } from './graphBuilder.ts';
import { operandsOf, operationKinds } from './operands.ts';
import type { Operation } from './operations.ts';
import { validateGraph } from './validate.ts';

const convolution: Operation = {
  kind: 'conv2d',
  strides: [1, 1],
  padding: 'valid',
  input: 'images',
  kernel: 'kernel',
  bias: null,
  output: 'features',
};
const relu: Operation = { kind: 'activation', function: 'relu', input: 'features', output: 'positive' };

function graphOf(operations: readonly Operation[], ...replaced: readonly BufferSpec[]): Graph {
  const usual = [
    rows('input', 'images', [8, 8, 3]),
    whole('parameter', 'kernel', [3, 3, 3, 5]),
    whole('parameter', 'bias', [5]),
    rows('activation', 'features', [6, 6, 5]),
    rows('output', 'positive', [6, 6, 5]),
    labelRows('labels'),
    whole('input', 'rate', []),
    whole('state', 'velocity', [5]),
    whole('input', 'bias_grad', [5]),
  ];
  const names = new Set(replaced.map(({ name }) => name));
  return {
    batchSize: 4,
    buffers: [...usual.filter(({ name }) => !names.has(name)), ...replaced],
    programs: { train: operations },
  };
}

function messageFor(graph: Graph): string {
  try {
    validateGraph(graph);
  } catch (error) {
    expect(error).toMatchObject({ name: 'KernelsError', code: 'invalid-graph' });
    return error instanceof Error ? error.message : String(error);
  }
  return 'valid';
}

describe('validateGraph', () => {
  it('accepts a sound graph', () => {
    expect(messageFor(graphOf([convolution, relu]))).toBe('valid');
  });

  it('names operation, buffer, expected and found when a shape is wrong', () => {
    const graph = graphOf([convolution, relu], rows('activation', 'features', [7, 7, 5]));
    expect(messageFor(graph)).toMatchInlineSnapshot(
      `"program train, operation 1 (conv2d): buffer features (output): expected float32 [6, 6, 5] for each row, found float32 [7, 7, 5] for each row"`,
    );
  });

  it('tells rows from whole buffers, and integers from floats', () => {
    expect(
      messageFor(graphOf([convolution], rows('parameter', 'kernel', [3, 3, 3, 5]))),
    ).toMatchInlineSnapshot(
      `"program train, operation 1 (conv2d): buffer kernel (kernel): expected float32 [height, width, 3, filters], found float32 [3, 3, 3, 5] for each row"`,
    );
    expect(messageFor(graphOf([{ ...relu, input: 'labels' }]))).toMatchInlineSnapshot(
      `"program train, operation 1 (activation): buffer labels (input): expected float32 values for each row, found int32 [] for each row"`,
    );
  });

  it('refuses buffers that do not exist, or exist twice', () => {
    expect(messageFor(graphOf([{ ...convolution, kernel: 'weights' }]))).toMatchInlineSnapshot(
      `"program train, operation 1 (conv2d): kernel names the buffer weights, which the graph does not have"`,
    );
    const graph = graphOf([convolution]);
    expect(
      messageFor({ ...graph, buffers: [...graph.buffers, whole('state', 'kernel', [1])] }),
    ).toMatchInlineSnapshot(`"two buffers have the name kernel: rename one"`);
  });

  it('refuses to read what the program has not written yet', () => {
    expect(messageFor(graphOf([relu, convolution]))).toMatchInlineSnapshot(
      `"program train, operation 1 (activation): buffer features (input) is read before this program writes it"`,
    );
  });

  it('refuses to write a buffer twice in a program, or one that only a caller writes', () => {
    expect(messageFor(graphOf([convolution, convolution]))).toMatchInlineSnapshot(
      `"program train, operation 2 (conv2d): buffer features (output) is written a second time; use another buffer"`,
    );
    expect(messageFor(graphOf([convolution], rows('input', 'features', [6, 6, 5])))).toMatchInlineSnapshot(
      `"program train, operation 1 (conv2d): buffer features (output): to write it, expected the role activation or output, found input"`,
    );
  });

  it('lets only parameters be trained, and only states be kept', () => {
    const step: Operation = {
      kind: 'sgd',
      parameter: 'bias',
      gradient: 'bias_grad',
      learningRate: 'rate',
      weightDecay: 0,
      momentum: 0.9,
      nesterov: false,
      velocity: 'velocity',
    };
    expect(messageFor(graphOf([step]))).toBe('valid');
    expect(messageFor(graphOf([step], whole('state', 'bias', [5])))).toMatchInlineSnapshot(
      `"program train, operation 1 (sgd): buffer bias (parameter): to update it, expected the role parameter, found state"`,
    );
    expect(messageFor(graphOf([{ ...step, velocity: null }]))).toMatchInlineSnapshot(
      `"program train, operation 1 (sgd): velocity: expected null exactly when momentum is 0 (it is 0.9), found null"`,
    );
  });

  it('refuses attributes out of range', () => {
    expect(messageFor(graphOf([{ ...convolution, strides: [0, 1] }]))).toMatchInlineSnapshot(
      `"program train, operation 1 (conv2d): strides: expected two whole numbers of at least 1, found [0, 1]"`,
    );
    expect(
      messageFor(graphOf([convolution], whole('parameter', 'kernel', [9, 9, 3, 5]))),
    ).toMatchInlineSnapshot(
      `"program train, operation 1 (conv2d): window: expected one that fits in images of 8×8, found 9×9"`,
    );
    expect(messageFor({ ...graphOf([]), batchSize: 0 })).toMatchInlineSnapshot(
      `"batchSize: expected a whole number of at least 1, found 0"`,
    );
    expect(messageFor(graphOf([], rows('input', 'images', [8, 0, 3])))).toMatchInlineSnapshot(
      `"buffer images: expected extents of at least 1, found [8, 0, 3]"`,
    );
  });

  it('refuses an unknown kind of operation', () => {
    const unknown = { ...relu, kind: 'fold' } as unknown as Operation;
    expect(messageFor(graphOf([unknown]))).toMatch(/unknown kind of operation.*conv2d/);
  });

  // Each operation of the conformance suite, with each of its buffers made wrong in turn.
  const graphs = Object.values(conformanceCases)
    .flat()
    .map(({ graph }) => graph);
  it.each(operationKinds)('notices any operand of %s that has a wrong shape', (kind) => {
    const graph = graphs.find(({ programs }) =>
      Object.values(programs)
        .flat()
        .some((item) => item.kind === kind),
    );
    const operation = Object.values(graph?.programs ?? {})
      .flat()
      .find((item) => item.kind === kind);
    if (graph === undefined || operation === undefined) throw new Error(`no case of the suite has ${kind}`);
    for (const { buffer } of operandsOf(operation)) {
      const odd = graph.buffers.map((spec) =>
        spec.name === buffer ? { ...spec, shape: [...spec.shape, 97] } : spec,
      );
      expect(messageFor({ ...graph, buffers: odd }), buffer).not.toBe('valid');
    }
  });

  it('refuses sizes that no network has, before a backend takes memory or time for them', () => {
    const refusal = (graph: Graph) => () => validateGraph(graph);
    const image = rows('input', 'images', [30_000, 30_000, 1]);
    expect(refusal(graphOf([], image))).toThrowErrorMatchingInlineSnapshot(
      `[KernelsError: buffer images [30000, 30000, 1]: expected at most 256 MiB per row, got 3434 MiB; use smaller images or fewer channels]`,
    );
    const parameter = whole('parameter', 'kernel', [40_000, 40_000]);
    expect(refusal(graphOf([], parameter))).toThrowErrorMatchingInlineSnapshot(
      `[KernelsError: buffer kernel [40000, 40000]: expected at most 4096 MiB in all, got 6104 MiB; use fewer weights]`,
    );
    const batch = { ...graphOf([]), batchSize: 1e8 };
    expect(refusal(batch)).toThrowErrorMatchingInlineSnapshot(
      `[KernelsError: buffer images [8, 8, 3]: expected at most 4096 MiB in all, got 73243 MiB; use a batch smaller than 100000000]`,
    );
    const pooling: Operation = {
      kind: 'averagePool2d',
      poolSize: [1e6, 1e6],
      strides: [1, 1],
      padding: 'same',
      input: 'images',
      output: 'positive',
    };
    const large = rows('input', 'images', [2000, 2000, 1]);
    const pooled = rows('output', 'positive', [2000, 2000, 1]);
    expect(messageFor(graphOf([pooling], large, pooled))).toMatchInlineSnapshot(
      `"program train, operation 1 (averagePool2d): poolSize: expected windows that read at most 1073741824 cells per image, found 1000000×1000000, which reads 16000000000000"`,
    );
  });
});
