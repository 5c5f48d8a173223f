// The ensemble of one configuration, as its views see it.

import {
  createGenerator,
  type Dataset,
  type ImageShape,
  Sequential,
  type SequentialConfig,
  type Weights,
} from '@convoy/core';
import type { MemberSpec } from '@convoy/ensemble';
import { createSpecs, pageEnvironment, planRun, type RunPlan, rowsOf } from '@convoy/ensemble/internal';
import type { Examples, LiveEnsemble, LiveMember } from '../live.ts';
import type { Settings } from '../settings/settings.ts';

/**
 * Plans a run of these settings.
 * @throws {EnsembleError | CoreError} naming the setting that cannot work
 */
export async function createLiveRun(dataset: Dataset, settings: Settings): Promise<LiveRun> {
  const { dataset: _, ...options } = settings;
  const { hardware } = pageEnvironment();
  const plan = await planRun(
    { ...options, dataset, backend: 'wasm', weights: 'last' },
    { modules: [], processors: hardware.cores },
  );
  return new LiveRun(plan);
}

export class LiveRun implements LiveEnsemble {
  readonly dataset: string;
  readonly classNames: readonly string[];
  readonly imageShape: ImageShape;
  readonly model: SequentialConfig;
  readonly members: readonly LiveMember[];
  readonly examples: Examples;
  readonly #listeners = new Set<() => void>();

  constructor(plan: RunPlan) {
    const { options, resolved, data } = plan;
    const { name, classNames, imageShape } = options.dataset;
    this.dataset = name;
    this.classNames = classNames;
    this.imageShape = imageShape;
    this.model = resolved.training.model;
    const { train, validation, test } = rowsOf(options.dataset, data);
    this.examples = { training: train, validation, test };
    const specs = createSpecs(resolved, { data, modules: [], keepsCheckpoints: true });
    this.members = specs.map((spec) => untrained(spec, train.images));
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

function untrained({ member, seeds, training }: MemberSpec, images: Uint8Array): LiveMember {
  let weights: Promise<Weights> | null = null;
  return {
    index: member,
    model: training.model,
    updates: 0,
    weights() {
      if (weights === null) {
        const network = new Sequential(training.model);
        network.initialize(createGenerator(seeds.initialization), images);
        weights = network.getWeights();
      }
      return weights;
    },
  };
}
