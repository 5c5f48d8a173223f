// What a run has to show: members as they finish, saved at once, and the ensemble that they make at the end.

import type { Dataset, SequentialConfig } from '@convoy/core';
import { type CombinationName, combine } from '../combine/combination.ts';
import type { MemberFigures, SplitFigures, TrainEvent } from '../events.ts';
import type { EnsembleContent, TrainedMember } from '../file/content.ts';
import { encodeEnsemble } from '../file/encode.ts';
import type { MemberJob, MemberResult } from '../member/job.ts';
import { splitFigures } from '../metrics/splitFigures.ts';
import type { RunDirectory } from './runDirectory.node.ts';

export interface Harvest {
  /** Saves a finished member and tells of it. */
  readonly keep: (job: MemberJob, result: MemberResult) => Promise<void>;
  /** The ensemble of what was kept, and its figures; both null if nothing was. */
  combine(): {
    readonly content: EnsembleContent | null;
    readonly members: readonly MemberFigures[];
    readonly figures: SplitFigures | null;
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
      const figures: MemberFigures = { member, epochs: result.epochs.length, ...result.test.figures };
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
      const probabilities = combine(
        method,
        kept.map(({ result }) => result.test.probabilities),
        classes,
      );
      return {
        content: contentOf(kept.map(({ trained }) => trained)),
        members: kept.map(({ trained: { weights: _, seed: __, ...figures } }) => figures),
        figures: splitFigures(probabilities, test.labels, classes),
      };
    },
  };
}
