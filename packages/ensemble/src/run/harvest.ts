// What a run has to show: members as they finish, saved at once, and the ensemble that they make at the end.

import type { Dataset, SequentialConfig } from '@convoy/core';
import { type CombinationName, combine } from '../combine/combination.ts';
import type { MemberFigures, SplitFigures, TestFigures, TrainEvent } from '../events.ts';
import type { EnsembleContent, TrainedMember } from '../file/content.ts';
import { encodeEnsemble } from '../file/encode.ts';
import type { MemberJob, MemberResult, SplitPredictions } from '../member/job.ts';
import { splitFigures } from '../metrics/splitFigures.ts';
import type { RunDirectory } from './runDirectory.node.ts';

export interface Harvest {
  /** Saves a finished member and tells of it. */
  readonly keep: (job: MemberJob, result: MemberResult) => Promise<void>;
  /** The ensemble of what was kept, and its figures; both null if nothing was. */
  combine(): {
    readonly content: EnsembleContent | null;
    readonly members: readonly MemberFigures[];
    readonly figures: TestFigures | null;
  };
}

export function createHarvest(
  model: SequentialConfig,
  { name, sha256, classNames, test }: Dataset,
  directory: RunDirectory | null,
  emit: (event: TrainEvent) => void,
): Harvest {
  const method: CombinationName = 'mean';
  const contentOf = (members: readonly TrainedMember[]): EnsembleContent => ({
    model,
    classNames,
    dataset: { name, sha256 },
    combination: { method },
    members,
  });
  const kept: { readonly trained: TrainedMember; readonly result: MemberResult }[] = [];
  return {
    async keep({ member, seed }, result) {
      const figures: MemberFigures = {
        member,
        epochs: result.epochs.length,
        ...withAugmented(result.test.figures, result.augmentedTest?.figures),
      };
      const trained = { ...figures, seed, weights: result.weights };
      await directory?.writeMember(trained, result, encodeEnsemble(contentOf([trained])));
      kept.push({ trained, result });
      emit({ event: 'member-done', ...figures });
    },
    combine() {
      if (kept.length === 0) return { content: null, members: [], figures: null };
      // In the order of their numbers, not in that of finishing.
      kept.sort((a, b) => a.trained.member - b.trained.member);
      const classes = classNames.length;
      const measure = (predictions: readonly SplitPredictions[]) =>
        splitFigures(
          combine(
            method,
            predictions.map(({ probabilities }) => probabilities),
            classes,
          ),
          test.labels,
          classes,
        );
      const augmented = kept.flatMap(({ result }) => result.augmentedTest ?? []);
      return {
        content: contentOf(kept.map(({ trained }) => trained)),
        members: kept.map(({ trained: { weights: _, seed: __, ...figures } }) => figures),
        figures: withAugmented(
          measure(kept.map(({ result }) => result.test)),
          augmented.length > 0 ? measure(augmented) : undefined,
        ),
      };
    },
  };
}

function withAugmented(plain: SplitFigures, augmented: SplitFigures | undefined): TestFigures {
  return augmented === undefined ? plain : { ...plain, testTimeAugmentation: augmented };
}
