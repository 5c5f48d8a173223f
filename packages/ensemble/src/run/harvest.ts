// What a run has to show: members as they finish, saved at once, and the ensemble that they make at the end.

import type { Dataset } from '@convoy/core';
import { type Combination, combine } from '../combine/combination.ts';
import { type FitCombinationOptions, fitCombination, isFitted, noValidation } from '../combine/fit.ts';
import type { MemberMetrics, SplitMetrics, TestMetrics, TrainEvent } from '../events.ts';
import { contentOf, type EnsembleContent } from '../file/content.ts';
import { encodeEnsemble } from '../file/encode.ts';
import { identityOf } from '../member/identity.ts';
import { encodePredictions } from '../member/predictions.ts';
import type { TrainingData } from '../member/rows.ts';
import type { MemberResult, MemberSpec, SplitPredictions } from '../member/spec.ts';
import { splitMetrics } from '../metrics/splitMetrics.ts';
import type { FinishedMember } from '../store/readMember.ts';
import { writeMember } from '../store/runFiles.ts';
import type { RunStore } from '../store/runStore.ts';

export interface Harvest {
  /** Saves a finished member and tells of it. */
  readonly keep: (spec: MemberSpec, result: MemberResult) => Promise<void>;
  /** Takes in a member that finished before the run was interrupted. */
  restore(finished: FinishedMember): void;
  /** Whether a member was kept. */
  has(member: number): boolean;
  /** The ensemble of what was kept, and its metrics; both null if nothing was. */
  combine(): {
    readonly content: EnsembleContent | null;
    readonly members: readonly MemberMetrics[];
    readonly metrics: TestMetrics | null;
  };
}

export interface HarvestOptions {
  readonly dataset: Dataset;
  readonly data: TrainingData;
  readonly combination: FitCombinationOptions;
  readonly store: RunStore;
  readonly emit: (event: TrainEvent) => void;
}

export function createHarvest({ dataset, data, combination, store, emit }: HarvestOptions): Harvest {
  const { classNames, test } = dataset;
  const classes = classNames.length;
  const kept: FinishedMember[] = [];
  return {
    async keep(spec, result) {
      const { member, seed } = spec;
      const { model } = spec.training;
      const metrics: MemberMetrics = {
        member,
        epochs: result.epochs.length,
        ...withAugmented(result.test.metrics, result.augmentedTest?.metrics),
      };
      const trained = { ...metrics, seed, model, weights: result.weights };
      // Alone it is an ensemble of one, which needs no combining.
      const alone = contentOf({ classNames, dataset, combination: { method: 'mean' } }, [trained]);
      await writeMember(store, trained, result, {
        predictions: encodePredictions(identityOf(spec), result),
        weights: encodeEnsemble(alone),
      });
      kept.push({ trained, result });
      emit({ event: 'member-done', ...metrics });
    },
    restore(finished) {
      kept.push(finished);
      const { weights: _, seed: __, model: ___, ...metrics } = finished.trained;
      emit({ event: 'member-done', ...metrics });
    },
    has: (member) => kept.some(({ trained }) => trained.member === member),
    combine() {
      // In the order of their numbers, not in that of finishing.
      kept.sort((a, b) => a.trained.member - b.trained.member);
      const [first, ...others] = kept;
      if (first === undefined) return { content: null, members: [], metrics: null };
      const fitted = fitOnValidation(
        combination,
        kept.map(({ result }) => result),
        data,
      );
      const measure = (predictions: readonly SplitPredictions[]) => {
        const members = predictions.map(({ probabilities }) => probabilities);
        return splitMetrics(combine(fitted, members, classes), test.labels, classes);
      };
      const augmented = kept.flatMap(({ result }) => result.augmentedTest ?? []);
      return {
        content: contentOf({ classNames, dataset, combination: fitted }, [
          first.trained,
          ...others.map(({ trained }) => trained),
        ]),
        members: kept.map(({ trained: { weights: _, seed: __, model: ___, ...metrics } }) => metrics),
        metrics: withAugmented(
          measure(kept.map(({ result }) => result.test)),
          augmented.length > 0 ? measure(augmented) : undefined,
        ),
      };
    },
  };
}

function withAugmented(plain: SplitMetrics, augmented: SplitMetrics | undefined): TestMetrics {
  return augmented === undefined ? plain : { ...plain, testTimeAugmentation: augmented };
}

/** Weights and temperature, where they were asked for, from what the members say of the rows that were set aside. */
function fitOnValidation(
  options: FitCombinationOptions,
  results: readonly MemberResult[],
  { validation, classes }: TrainingData,
): Combination {
  if (!isFitted(options)) return { method: options.method };
  const members = results.flatMap((result) => result.validation?.probabilities ?? []);
  if (validation === null || members.length < results.length) throw noValidation(options);
  return fitCombination(options, members, validation.labels, classes);
}
