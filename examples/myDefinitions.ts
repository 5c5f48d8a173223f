// A layer, an activation, a loss, a metric and a dataset of your own. Importing this module registers them:
// `ownDefinitions.ts` does so, and the workers of an ensemble do so when `trainEnsemble` names it in `modules`.

import {
  composedOf,
  createGenerator,
  defineActivation,
  defineLayer,
  defineLoss,
  defineMetric,
  deriveSeed,
  type LayerSpecBase,
  type LossSpecBase,
  type MetricSpecBase,
  type Rows,
  readName,
  readOptions,
} from '@convoy/core';
import { defineDataset } from '@convoy/core/node';

/** A layer as plain data: what a file holds of it, every option explicit. */
interface FactorizedConv2DSpec extends LayerSpecBase {
  readonly type: 'FactorizedConv2D';
  readonly filters: number;
  readonly kernelSize: number;
}

/**
 * A k × k convolution as a k × 1 and a 1 × k convolution, which have fewer weights (Szegedy et al. 2016). It keeps height
 * and width.
 */
export const FactorizedConv2D = defineLayer<FactorizedConv2DSpec>({
  type: 'FactorizedConv2D',
  defaultName: 'factorized_conv2d',

  create(options, label) {
    const read = readOptions(label, options, ['name', 'filters', 'kernelSize']);
    return {
      type: 'FactorizedConv2D',
      ...readName(read),
      filters: read.positiveInteger('filters'),
      kernelSize: read.positiveInteger('kernelSize', 3),
    };
  },

  outputShape: ({ filters }, [height = 1, width = 1]) => [height, width, filters],

  weights({ filters, kernelSize }, inputShape) {
    const channels = inputShape[2] ?? 1;
    const learned = { role: 'parameter', trainable: true } as const;
    return [
      {
        name: 'vertical',
        shape: [kernelSize, 1, channels, filters],
        initializer: 'glorotUniform',
        ...learned,
      },
      {
        name: 'horizontal',
        shape: [1, kernelSize, filters, filters],
        initializer: 'glorotUniform',
        ...learned,
      },
      { name: 'bias', shape: [filters], initializer: 'zeros', ...learned },
    ];
  },

  // What `summary` says of it: how much of its input one number sees, and how many products an image takes.
  reach: ({ kernelSize }) => ({ size: [kernelSize, kernelSize], strides: [1, 1] }),
  multiplyAdds({ filters, kernelSize }, [height = 1, width = 1, channels = 1]) {
    return height * width * kernelSize * filters * (channels + filters);
  },

  // The forward operations, and what writes the backward ones. `gradientOf` names the buffer of a gradient.
  lower({ filters }, { graph, name, input, outputShape: [height = 1, width = 1] }) {
    const window = { strides: [1, 1], padding: 'same' } as const;
    const [vertical, horizontal, bias] = [`${name}/vertical`, `${name}/horizontal`, `${name}/bias`];
    const columns = graph.activation(`${name}/columns`, [height, width, filters]);
    const output = graph.activation(`${name}/output`, [height, width, filters]);
    graph.emit({ kind: 'conv2d', ...window, input, kernel: vertical, bias: null, output: columns });
    graph.emit({ kind: 'conv2d', ...window, input: columns, kernel: horizontal, bias, output });
    return {
      output,
      backward(inputGradWanted) {
        const gradient = (of: string) => graph.gradientOf(of);
        graph.emit({ kind: 'biasGrad', outputGrad: gradient(output), biasGrad: gradient(bias) });
        graph.emit({
          ...{ kind: 'conv2dKernelGrad', ...window, input: columns },
          ...{ outputGrad: gradient(output), kernelGrad: gradient(horizontal) },
        });
        graph.emit({
          ...{ kind: 'conv2dInputGrad', ...window, kernel: horizontal },
          ...{ outputGrad: gradient(output), inputGrad: gradient(columns) },
        });
        graph.emit({
          ...{ kind: 'conv2dKernelGrad', ...window, input },
          ...{ outputGrad: gradient(columns), kernelGrad: gradient(vertical) },
        });
        if (!inputGradWanted) return;
        graph.emit({
          ...{ kind: 'conv2dInputGrad', ...window, kernel: vertical },
          ...{ outputGrad: gradient(columns), inputGrad: gradient(input) },
        });
      },
    };
  },
});

/** 1.7159 · tanh(2x / 3), the activation of LeNet-5 (LeCun et al. 1998). */
export const lecunTanh = defineActivation({
  type: 'lecunTanh',
  lower: composedOf({ scale: 2 / 3 }, 'tanh', { scale: 1.7159 }),
});

interface TemperedCrossentropySpec extends LossSpecBase {
  readonly type: 'temperedCrossentropy';
  readonly temperature: number;
}

/** The cross-entropy of logits divided by a temperature: above 1, confident answers count for less. */
export const TemperedCrossentropy = defineLoss<TemperedCrossentropySpec>({
  type: 'temperedCrossentropy',

  create(options) {
    const known = ['temperature', 'fromLogits'];
    const read = readOptions('temperedCrossentropy', options, known, 'invalid-argument');
    return {
      type: 'temperedCrossentropy',
      temperature: read.number('temperature', 'a number above 0', (t) => t > 0, 2),
      fromLogits: read.boolean('fromLogits', false),
    };
  },

  lower({ temperature }, { graph, classes, logits, logitsGrad, ...at }) {
    const factor = 1 / temperature;
    const tempered = graph.activation('loss/tempered', [classes]);
    const temperedGrad = logitsGrad === null ? null : graph.gradientOf(tempered);
    graph.emit({ kind: 'scale', factor, input: logits, output: tempered });
    const { labels, probabilities, losses } = at;
    graph.emit({
      ...{ kind: 'softmaxCrossEntropy', labelSmoothing: 0, labels, probabilities, losses },
      ...{ logits: tempered, logitsGrad: temperedGrad },
    });
    if (temperedGrad === null || logitsGrad === null) return;
    graph.emit({ kind: 'scale', factor, input: temperedGrad, output: logitsGrad });
  },
});

interface ConfidenceSpec extends MetricSpecBase {
  readonly type: 'confidence';
}

/** The probability of the predicted class, averaged over the rows. */
export const Confidence = defineMetric<ConfidenceSpec>({
  type: 'confidence',
  create: () => ({ type: 'confidence', name: 'confidence' }),
  measure: (_, probabilities) => Math.max(...probabilities),
});

const size = 12;
const classNames = ['upright', 'level', 'diagonal'];

/** Stripes in one of three directions, with noise. */
function stripes(count: number, seed: number): Rows {
  const random = createGenerator(deriveSeed(seed, 'stripes'));
  const labels = Uint8Array.from({ length: count }, () => random.integer(classNames.length));
  const images = new Uint8Array(count * size * size);
  for (let n = 0; n < count; n++) {
    const shift = random.integer(4);
    for (let y = 0; y < size; y++) {
      for (let x = 0; x < size; x++) {
        const place = [x, y, x + y][labels[n] ?? 0] ?? 0;
        const isDark = (place + shift) % 4 < 2;
        images[(n * size + y) * size + x] = (isDark ? 40 : 120) + random.integer(96);
      }
    }
  }
  return { images, labels };
}

defineDataset({
  name: 'stripes',
  description: 'stripes: three directions, 12×12 gray, 1,500 + 300 images; needs no files',
  imageShape: [size, size, 1],
  classNames,
  read: () => ({ train: stripes(1500, 1), test: stripes(300, 2) }),
});
