// Looks inside a model while it classifies one image: what every layer sees and makes, and how the loss would change with
// each of these numbers.

import { type Executable, selectBackend } from '@convoy/kernels';
import { BatchMaker } from '../data/batches.ts';
import { checkRows, type Images } from '../data/rows.ts';
import { CoreError } from '../errors.ts';
import type { Tensor, Weights } from '../format/tensor.ts';
import { readOptions } from '../layers/options.ts';
import type { SequentialConfig } from '../model/config.ts';
import { buildInspectionGraph, type InspectionGraph } from '../model/inspectionGraph.ts';
import { createLock } from '../model/lock.ts';
import { type ModelLayer, type ModelStructure, structureOf } from '../model/structure.ts';
import { valuesOf } from '../model/weights.ts';

/** Options for `Inspector`. */
export interface InspectorOptions {
  /** @default 'wasm' */
  readonly backend?: string;
}

/** A weight and the gradient of the loss with respect to it. */
export interface InspectedWeight extends Tensor {
  /** Null for weights that are frozen, and for those of batch normalization. */
  readonly gradient: Tensor | null;
}

/** What one layer sees and makes of one image. Shapes are those of one image: `[height, width, channels]` or `[units]`. */
export interface LayerInspection {
  readonly layer: ModelLayer;
  readonly input: Tensor;
  /** Before the activation; null for layers without one. */
  readonly preactivation: Tensor | null;
  readonly output: Tensor;
  /** The gradient of the loss with respect to the output; of a softmax at the end, with respect to its logits. */
  readonly outputGradient: Tensor;
  /** By their names in the layer: `kernel`, `bias`. */
  readonly weights: ReadonlyMap<string, InspectedWeight>;
}

/** All numbers of one classification. */
export interface Inspection {
  /** `−ln p(label)` */
  readonly loss: number;
  readonly probabilities: Float32Array;
  /** The image as the network sees it: normalized. */
  readonly image: Tensor;
  /** The gradient of the loss with respect to the image: which pixels matter. */
  readonly imageGradient: Tensor;
  readonly layers: readonly LayerInspection[];
}

/**
 * Inspects one network, with any weights: compiled once, for as many images as wanted.
 * @example
 * using inspector = new Inspector(model.config);
 * const { layers, loss } = await inspector.inspect(await model.getWeights(), image, 7);
 * layers[0]?.output.shape; // [26, 26, 32]
 */
export class Inspector implements Disposable {
  readonly #structure: ModelStructure;
  readonly #graph: InspectionGraph;
  readonly #backend: string;
  readonly #batches: BatchMaker;
  readonly #lock = createLock();
  #executable: Executable | null = null;
  #disposed = false;

  /** @throws {CoreError} if an option or a shape is wrong, or the model is not a classifier. */
  constructor(model: SequentialConfig, options: InspectorOptions = {}) {
    readOptions('Inspector', options, ['backend'], 'invalid-argument');
    this.#structure = structureOf(model);
    this.#graph = buildInspectionGraph(this.#structure);
    this.#backend = options.backend ?? 'wasm';
    const { inputShape, normalization } = this.#structure.config;
    this.#batches = new BatchMaker(inputShape, normalization, 1);
  }

  /**
   * Classifies one image in inference mode and computes all gradients.
   * @param label The class whose loss is differentiated.
   * @throws {CoreError} if weights, image or label do not fit the model.
   */
  inspect(weights: Weights, image: Images, label: number): Promise<Inspection> {
    const values = valuesOf(this.#structure, weights);
    const { inputShape } = this.#structure.config;
    const classes = this.#structure.outputShape[0] ?? 1;
    const { images } = checkRows({ images: image.slice(), labels: [label] }, inputShape, classes);
    return this.#lock(async () => {
      const executable = await this.#prepare();
      for (const [name, data] of values) executable.write(name, data);
      executable.write('images', this.#batches.make(images, null, null, 0, 1).images);
      executable.write('labels', [label]);
      await executable.run('inspect');
      return this.#read(executable, values);
    });
  }

  /** Frees what the backend holds; every later call throws. */
  dispose(): void {
    this.#disposed = true;
    this.#executable?.dispose();
    this.#executable = null;
  }

  /** `using inspector = …` disposes of it at the end of the block. */
  [Symbol.dispose](): void {
    this.dispose();
  }

  async #prepare(): Promise<Executable> {
    this.#executable ??= await (await selectBackend(this.#backend)).compile(this.#graph.graph);
    if (!this.#disposed) return this.#executable;
    this.dispose();
    throw new CoreError('disposed', 'this inspector was disposed: make a new one');
  }

  async #read(executable: Executable, values: ReadonlyMap<string, Float32Array>): Promise<Inspection> {
    const known = new Set(this.#graph.graph.buffers.map(({ name }) => name));
    const read = async (name: string, shape: readonly number[]): Promise<Tensor> => {
      return { shape, data: Float32Array.from(await executable.read(name)) };
    };
    const readWeights = async ({ name: layer, weights }: ModelLayer) => {
      const inspected = new Map<string, InspectedWeight>();
      for (const { name, shape } of weights) {
        const gradient = known.has(`${name}/gradient`) ? await read(`${name}/gradient`, shape) : null;
        const data = values.get(name) ?? new Float32Array();
        inspected.set(name.slice(layer.length + 1), { shape, data, gradient });
      }
      return inspected;
    };
    const layers: LayerInspection[] = [];
    for (const [i, layer] of this.#structure.layers.entries()) {
      const buffers = this.#graph.layers[i];
      if (buffers === undefined) continue;
      layers.push({
        layer,
        input: await read(buffers.input, layer.inputShape),
        preactivation: buffers.preactivation ? await read(buffers.preactivation, layer.outputShape) : null,
        output: await read(buffers.output, layer.outputShape),
        outputGradient: await read(buffers.outputGradient, layer.outputShape),
        weights: await readWeights(layer),
      });
    }
    const { inputShape } = this.#structure.config;
    return {
      loss: (await executable.read('loss'))[0] ?? 0,
      probabilities: Float32Array.from(await executable.read('probabilities')),
      image: await read('images', inputShape),
      imageGradient: await read('images/gradient', inputShape),
      layers,
    };
  }
}
