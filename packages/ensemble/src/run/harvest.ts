// What a run has to show: members as they finish, saved at once, and the ensemble that they make at the end.

import type { Dataset } from '@convoy/core';
import { type Combination, combine } from '../combine/combination.ts';
import { type FitCombinationOptions, fitCombination, isFitted, noValidation } from '../combine/fit.ts';
import type { MemberMetrics, TestMetrics, TrainEvent } from '../events.ts';
import { contentOf, type EnsembleContent } from '../file/content.ts';
import type { TrainingData } from '../member/rows.ts';
import type { MemberResult, MemberSpec, SplitPredictions } from '../member/spec.ts';
import { splitMetrics } from '../metrics/splitMetrics.ts';
import type { FinishedMember } from '../store/readMember.ts';
import type { RunStore } from '../store/runStore.ts';
import { metricsOf, saveMember, trainedMember, withAugmented } from '../store/saveMember.ts';

export interface Harvest {
  /** Saves a finished member, unless it is saved already, and tells of it. */
  readonly keep: (spec: MemberSpec, result: MemberResult, isSaved?: boolean) => Promise<void>;
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
    async keep(spec, result, isSaved = false) {
      const trained = trainedMember(spec, result);
      if (!isSaved) await saveMember(store, { classNames, dataset }, spec, result);
      kept.push({ trained, result });
      emit({ event: 'member-done', ...metricsOf(trained) });
    },
    restore(finished) {
      kept.push(finished);
      emit({ event: 'member-done', ...metricsOf(finished.trained) });
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
        members: kept.map(({ trained }) => metricsOf(trained)),
        metrics: withAugmented(
          measure(kept.map(({ result }) => result.test)),
          augmented.length > 0 ? measure(augmented) : undefined,
        ),
      };
    },
  };
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
