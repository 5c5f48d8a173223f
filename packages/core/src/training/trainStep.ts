// One update: writes a batch and what else the step needs, runs it, reads loss and accuracy.

import type { Executable, Graph } from '@convoy/kernels';
import type { Generator } from '../random/generator.ts';
import type { Batch } from './batches.ts';
import { type OptimizerSpec, optimizerDefinition } from './optimizers/list.ts';

export interface StepFigures {
  loss: number;
  accuracy: number;
}

export class TrainStep {
  readonly #optimizer: OptimizerSpec;
  readonly #dropout: Generator;
  readonly #scalar = new Float32Array(1);
  readonly #key = new Int32Array(2);
  readonly #figures: StepFigures = { loss: 0, accuracy: 0 };
  #graph: Graph | null = null;
  #dropoutKeys: readonly string[] = [];

  constructor(optimizer: OptimizerSpec, dropout: Generator) {
    this.#optimizer = optimizer;
    this.#dropout = dropout;
  }

  /**
   * Trains on a batch.
   * @param step Counts updates from 0.
   * @returns The batch's mean loss and accuracy before the update, overwritten by the next call.
   */
  async run(executable: Executable, batch: Batch, learningRate: number, step: number): Promise<StepFigures> {
    executable.write('images', batch.images);
    executable.write('labels', batch.labels);
    const scalars = optimizerDefinition(this.#optimizer.type).scalars(this.#optimizer, learningRate, step);
    for (const name in scalars) {
      this.#scalar[0] = scalars[name] as number;
      executable.write(name, this.#scalar);
    }
    // Each dropout layer gets a new key each step, in the order of the layers.
    for (const key of this.#keysOf(executable.graph)) {
      this.#key[0] = this.#dropout.nextUint32();
      this.#key[1] = this.#dropout.nextUint32();
      executable.write(key, this.#key);
    }
    await executable.run('trainStep', batch.labels.length);
    const figures = this.#figures;
    await executable.read('loss', this.#scalar);
    figures.loss = this.#scalar[0] as number;
    await executable.read('accuracy', this.#scalar);
    figures.accuracy = this.#scalar[0] as number;
    return figures;
  }

  #keysOf(graph: Graph): readonly string[] {
    if (graph !== this.#graph) {
      this.#graph = graph;
      const operations = graph.programs.trainStep ?? [];
      this.#dropoutKeys = operations.flatMap((operation) =>
        operation.kind === 'dropout' ? [operation.key] : [],
      );
    }
    return this.#dropoutKeys;
  }
}
