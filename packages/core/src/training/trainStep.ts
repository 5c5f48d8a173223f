// One update: writes a batch and what else the step needs, runs it, reads loss and accuracy.

import type { Executable, Graph } from '@convoy/kernels';
import type { Batch } from '../data/batches.ts';
import { type OptimizerSpec, optimizerDefinition } from '../optimizers/list.ts';
import { scalarName } from '../optimizers/parameterGroups.ts';
import type { Generator } from '../random/generator.ts';

export interface StepMetrics {
  loss: number;
  accuracy: number;
}

export class TrainStep {
  readonly #optimizer: OptimizerSpec;
  readonly #dropout: Generator;
  readonly #scalar = new Float32Array(1);
  readonly #key = new Int32Array(2);
  readonly #metrics: StepMetrics = { loss: 0, accuracy: 0 };
  readonly #classWeights: Float32Array | null;
  #inputs: GraphInputs | null = null;

  /** @param classWeights `[classes]`, for a graph with weighted rows. */
  constructor(optimizer: OptimizerSpec, dropout: Generator, classWeights: Float32Array | null) {
    this.#optimizer = optimizer;
    this.#dropout = dropout;
    this.#classWeights = classWeights;
  }

  /**
   * Trains on a batch.
   * @param step Counts updates from 0.
   * @param epoch Counts from 0: groups of parameters may be trained in the first ones only.
   * @returns The batch's mean loss and accuracy before the update, overwritten by the next call.
   */
  async run(
    executable: Executable,
    batch: Batch,
    learningRate: number,
    step: number,
    epoch: number,
  ): Promise<StepMetrics> {
    executable.write('images', batch.images);
    executable.write('labels', batch.labels);
    const weights = this.#classWeights;
    if (weights !== null) {
      executable.write(
        'rowWeights',
        Float32Array.from(batch.labels, (label) => weights[label] ?? 1),
      );
    }
    this.#writeScalars(executable, learningRate, step, -1);
    this.#optimizer.groups.forEach(({ learningRateFactor, epochs }, group) => {
      const rate = epochs !== null && epoch >= epochs ? 0 : learningRateFactor * learningRate;
      this.#writeScalars(executable, rate, step, group);
    });
    // Each dropout layer gets a new key each step, in the order of the layers.
    for (const key of this.#inputsOf(executable.graph).dropoutKeys) {
      this.#key[0] = this.#dropout.nextUint32();
      this.#key[1] = this.#dropout.nextUint32();
      executable.write(key, this.#key);
    }
    await executable.run('trainStep', batch.labels.length);
    const metrics = this.#metrics;
    await executable.read('loss', this.#scalar);
    metrics.loss = this.#scalar[0] as number;
    await executable.read('accuracy', this.#scalar);
    metrics.accuracy = this.#scalar[0] as number;
    return metrics;
  }

  /** A graph has the scalars of the groups that its parameters are in. */
  #writeScalars(executable: Executable, learningRate: number, step: number, group: number): void {
    const scalars = optimizerDefinition(this.#optimizer.type).scalars(this.#optimizer, learningRate, step);
    for (const scalar in scalars) {
      const name = scalarName(scalar, group);
      if (!this.#inputsOf(executable.graph).names.has(name)) continue;
      this.#scalar[0] = scalars[scalar] as number;
      executable.write(name, this.#scalar);
    }
  }

  /** What a graph wants written, looked up once. */
  #inputsOf(graph: Graph): GraphInputs {
    if (graph !== this.#inputs?.graph) {
      const operations = graph.programs.trainStep ?? [];
      this.#inputs = {
        graph,
        names: new Set(graph.buffers.filter(({ role }) => role === 'input').map(({ name }) => name)),
        dropoutKeys: operations.flatMap((operation) => (operation.kind === 'dropout' ? [operation.key] : [])),
      };
    }
    return this.#inputs;
  }
}

interface GraphInputs {
  readonly graph: Graph;
  readonly names: ReadonlySet<string>;
  readonly dropoutKeys: readonly string[];
}
