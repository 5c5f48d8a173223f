import type { Graph, Operation } from '@convoy/kernels';
import { describe, expect, it } from 'vitest';
import { Activation } from '../layers/activation.ts';
import { Conv2D } from '../layers/conv2d.ts';
import { Dense } from '../layers/dense.ts';
import { Dropout } from '../layers/dropout.ts';
import { Flatten } from '../layers/flatten.ts';
import type { LayerSpec } from '../layers/list.ts';
import { MaxPooling2D } from '../layers/maxPooling2d.ts';
import { Adam } from '../optimizers/adam.ts';
import { RMSprop } from '../optimizers/rmsprop.ts';
import { preset } from '../presets/list.ts';
import { buildGraph } from './buildGraph.ts';
import { CategoricalCrossentropy } from './losses/categoricalCrossentropy.ts';

const loss = CategoricalCrossentropy();
const optimizer = RMSprop();
const softmax = Dense({ units: 10, activation: 'softmax' });

function graphOf(layers: readonly LayerSpec[], options: object = { loss, optimizer }): Graph {
  return buildGraph({ inputShape: [8, 8, 1], layers }, { batchSize: 4, ...options });
}

/** `conv2d images → conv2d_1/output` */
function tell(operation: Operation): string {
  const { kind } = operation;
  if ('parameter' in operation) return `${kind} ${operation.parameter}`;
  const isGradient = kind.endsWith('Grad');
  const fields = new Map<string, unknown>(Object.entries(operation));
  const sources = isGradient ? ['outputGrad'] : ['input', 'logits', 'predictions'];
  const reads = sources.flatMap((field) => fields.get(field) ?? []);
  const writes = [...fields]
    .filter(([field]) =>
      (isGradient ? /^(kernel|bias|input)Grad$/ : /^(output|losses|logitsGrad)$/).test(field),
    )
    .map(([, buffer]) => buffer)
    .filter(Boolean);
  return `${kind} ${reads.join()} → ${writes.join(', ')}`;
}

describe('buildGraph', () => {
  it("lowers the lecture's network into a training step", () => {
    const graph = buildGraph(preset('lecture-cnn', { imageShape: [28, 28, 1], classes: 10 }), {
      batchSize: 256,
      loss,
      optimizer,
    });
    expect(graph.programs.trainStep?.map(tell)).toMatchInlineSnapshot(`
      [
        "conv2d images → conv2d_1/preactivation",
        "activation conv2d_1/preactivation → conv2d_1/output",
        "maxPool2d conv2d_1/output → max_pooling2d_1/output",
        "conv2d max_pooling2d_1/output → conv2d_2/preactivation",
        "activation conv2d_2/preactivation → conv2d_2/output",
        "maxPool2d conv2d_2/output → max_pooling2d_2/output",
        "conv2d max_pooling2d_2/output → conv2d_3/preactivation",
        "activation conv2d_3/preactivation → conv2d_3/output",
        "dense conv2d_3/output → dense_1/preactivation",
        "activation dense_1/preactivation → dense_1/output",
        "dense dense_1/output → dense_2/logits",
        "softmaxCrossEntropy dense_2/logits → losses, dense_2/logits/gradient",
        "mean losses → loss",
        "categoricalAccuracy probabilities → ",
        "mean matches → accuracy",
        "denseKernelGrad dense_2/logits/gradient → dense_2/kernel/gradient",
        "biasGrad dense_2/logits/gradient → dense_2/bias/gradient",
        "denseInputGrad dense_2/logits/gradient → dense_1/output/gradient",
        "activationGrad dense_1/output/gradient → dense_1/preactivation/gradient",
        "denseKernelGrad dense_1/preactivation/gradient → dense_1/kernel/gradient",
        "biasGrad dense_1/preactivation/gradient → dense_1/bias/gradient",
        "denseInputGrad dense_1/preactivation/gradient → conv2d_3/output/gradient",
        "activationGrad conv2d_3/output/gradient → conv2d_3/preactivation/gradient",
        "conv2dKernelGrad conv2d_3/preactivation/gradient → conv2d_3/kernel/gradient",
        "biasGrad conv2d_3/preactivation/gradient → conv2d_3/bias/gradient",
        "conv2dInputGrad conv2d_3/preactivation/gradient → max_pooling2d_2/output/gradient",
        "maxPool2dGrad max_pooling2d_2/output/gradient → conv2d_2/output/gradient",
        "activationGrad conv2d_2/output/gradient → conv2d_2/preactivation/gradient",
        "conv2dKernelGrad conv2d_2/preactivation/gradient → conv2d_2/kernel/gradient",
        "biasGrad conv2d_2/preactivation/gradient → conv2d_2/bias/gradient",
        "conv2dInputGrad conv2d_2/preactivation/gradient → max_pooling2d_1/output/gradient",
        "maxPool2dGrad max_pooling2d_1/output/gradient → conv2d_1/output/gradient",
        "activationGrad conv2d_1/output/gradient → conv2d_1/preactivation/gradient",
        "conv2dKernelGrad conv2d_1/preactivation/gradient → conv2d_1/kernel/gradient",
        "biasGrad conv2d_1/preactivation/gradient → conv2d_1/bias/gradient",
        "rmsprop conv2d_1/kernel",
        "rmsprop conv2d_1/bias",
        "rmsprop conv2d_2/kernel",
        "rmsprop conv2d_2/bias",
        "rmsprop conv2d_3/kernel",
        "rmsprop conv2d_3/bias",
        "rmsprop dense_1/kernel",
        "rmsprop dense_1/bias",
        "rmsprop dense_2/kernel",
        "rmsprop dense_2/bias",
      ]
    `);
    expect(graph.programs.predict?.map(tell)).toMatchInlineSnapshot(`
      [
        "conv2d images → conv2d_1/preactivation",
        "activation conv2d_1/preactivation → conv2d_1/output",
        "maxPool2d conv2d_1/output → max_pooling2d_1/output",
        "conv2d max_pooling2d_1/output → conv2d_2/preactivation",
        "activation conv2d_2/preactivation → conv2d_2/output",
        "maxPool2d conv2d_2/output → max_pooling2d_2/output",
        "conv2d max_pooling2d_2/output → conv2d_3/preactivation",
        "activation conv2d_3/preactivation → conv2d_3/output",
        "dense conv2d_3/output → dense_1/preactivation",
        "activation dense_1/preactivation → dense_1/output",
        "dense dense_1/output → dense_2/logits",
        "softmax dense_2/logits → probabilities",
      ]
    `);
  });

  it('names inputs, outputs and optimizer state', () => {
    const { buffers } = graphOf([Flatten(), softmax], { loss, optimizer: Adam() });
    const lines = buffers
      .filter(({ role }) => role !== 'activation')
      .map(
        ({ name, role, shape, batched, type }) =>
          `${role} ${name} ${type} [${batched ? 'rows,' : ''}${shape}]`,
      );
    expect(lines).toMatchInlineSnapshot(`
      [
        "input images float32 [rows,8,8,1]",
        "parameter dense_1/kernel float32 [64,10]",
        "parameter dense_1/bias float32 [10]",
        "input labels int32 [rows,]",
        "output probabilities float32 [rows,10]",
        "output loss float32 []",
        "output accuracy float32 []",
        "input learningRate float32 []",
        "input alpha float32 []",
        "state dense_1/kernel/momentum float32 [64,10]",
        "state dense_1/kernel/velocity float32 [64,10]",
        "state dense_1/bias/momentum float32 [10]",
        "state dense_1/bias/velocity float32 [10]",
      ]
    `);
  });

  it('lets Flatten and, outside of training, dropout be no operation', () => {
    const { programs } = graphOf([MaxPooling2D(), Flatten(), Dropout({ rate: 0.5 }), softmax]);
    expect(programs.evaluate?.map(tell)).toMatchInlineSnapshot(`
      [
        "maxPool2d images → max_pooling2d_1/output",
        "dense max_pooling2d_1/output → dense_1/logits",
        "softmaxCrossEntropy dense_1/logits → losses",
        "mean losses → loss",
        "categoricalAccuracy probabilities → ",
        "mean matches → accuracy",
      ]
    `);
    expect(programs.trainStep?.filter(({ kind }) => kind === 'dropout')).toMatchObject([
      { input: 'max_pooling2d_1/output', key: 'dropout_1/key' },
    ]);
  });

  it('emits no gradient before the first layer that learns', () => {
    const frozen = Conv2D({ filters: 2, kernelSize: 3, trainable: false });
    const { programs } = graphOf([frozen, MaxPooling2D(), Flatten(), softmax]);
    const backward = programs.trainStep?.filter(({ kind }) => kind.endsWith('Grad'));
    expect(backward?.map(tell)).toEqual([
      'denseKernelGrad dense_1/logits/gradient → dense_1/kernel/gradient',
      'biasGrad dense_1/logits/gradient → dense_1/bias/gradient',
    ]);
    expect(programs.trainStep?.filter(({ kind }) => kind === 'rmsprop')).toMatchObject([
      { parameter: 'dense_1/kernel' },
      { parameter: 'dense_1/bias' },
    ]);
  });

  it('fuses a last softmax with the loss, as an activation or as a layer', () => {
    for (const last of [[softmax], [Dense({ units: 10 }), Activation({ activation: 'softmax' })]]) {
      const { programs } = graphOf([Flatten(), ...last]);
      expect(programs.trainStep?.some(({ kind }) => kind === 'softmax')).toBe(false);
      expect(programs.predict?.at(-1)).toMatchObject({ kind: 'softmax', output: 'probabilities' });
    }
  });

  it('has only what its options need', () => {
    expect(Object.keys(graphOf([Flatten(), softmax], {}).programs)).toEqual(['predict']);
    expect(Object.keys(graphOf([Flatten(), softmax], { loss }).programs)).toEqual(['evaluate', 'predict']);
    const names = graphOf([Flatten(), softmax], {}).buffers.map(({ name }) => name);
    expect(names).toEqual(['images', 'dense_1/kernel', 'dense_1/bias', 'dense_1/logits', 'probabilities']);
  });

  it('gives the output of a model that is no classifier', () => {
    const { programs } = graphOf([Conv2D({ filters: 2, kernelSize: 3 })], {});
    expect(programs.predict?.at(-1)).toMatchObject({ kind: 'scale', factor: 1, output: 'output' });
  });

  it('refuses a model that the loss cannot take, saying what to do', () => {
    expect(() => graphOf([Flatten(), Dense({ units: 10 })])).toThrowErrorMatchingInlineSnapshot(
      `[CoreError: dense_1 (Dense): expected a last layer with activation 'softmax' for categoricalCrossentropy, found none. Add it, or use CategoricalCrossentropy({ fromLogits: true })]`,
    );
    expect(() =>
      graphOf([Flatten(), softmax], { loss: CategoricalCrossentropy({ fromLogits: true }) }),
    ).toThrowErrorMatchingInlineSnapshot(
      `[CoreError: dense_1 (Dense): ends with softmax, but the loss is told fromLogits: true, which would apply it twice. Leave one out]`,
    );
    expect(() =>
      graphOf([Conv2D({ filters: 10, kernelSize: 8, activation: 'softmax' })]),
    ).toThrowErrorMatchingInlineSnapshot(
      `[CoreError: conv2d_1 (Conv2D), the last layer: expected an output of [classes], found [1, 1, 10]. End the model with Flatten() and Dense({ units: classes, activation: 'softmax' })]`,
    );
    const frozen = Dense({ units: 10, activation: 'softmax', trainable: false });
    expect(() => graphOf([Flatten(), frozen])).toThrowErrorMatchingInlineSnapshot(
      `[CoreError: model sequential: none of its layers has anything to train]`,
    );
  });
});
