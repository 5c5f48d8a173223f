// A finished member into the store, wherever it was trained: by the process that conducts the run, or by a worker of its own.

import type { Dataset } from '@convoy/core';
import type { MemberMetrics, SplitMetrics, TestMetrics } from '../events.ts';
import { contentOf, type MemberWithModel } from '../file/content.ts';
import { encodeEnsemble } from '../file/encode.ts';
import { identityOf } from '../member/identity.ts';
import { encodePredictions } from '../member/predictions.ts';
import type { MemberResult, MemberSpec } from '../member/spec.ts';
import { writeMember } from './runFiles.ts';
import type { RunStore } from './runStore.ts';

/** What is saved of the dataset. */
export interface SavedDataset {
  readonly classNames: readonly string[];
  readonly dataset: Pick<Dataset, 'name' | 'sha256'>;
}

/**
 * Saves a member as `readFinishedMember` reads it. Its weights and predictions have the same bytes whoever trained it.
 * @throws {CoreError} `write-failed`
 */
export async function saveMember(
  store: RunStore,
  { classNames, dataset }: SavedDataset,
  spec: MemberSpec,
  result: MemberResult,
): Promise<void> {
  const trained = trainedMember(spec, result);
  // Alone it is an ensemble of one, which needs no combining.
  const alone = contentOf({ classNames, dataset, combination: { method: 'mean' } }, [trained]);
  await writeMember(store, trained, result, {
    predictions: encodePredictions(identityOf(spec), result),
    weights: encodeEnsemble(alone),
  });
}

/** A member with what training has made of it. */
export function trainedMember({ member, seed, training }: MemberSpec, result: MemberResult): MemberWithModel {
  return {
    member,
    epochs: result.epochs.length,
    ...withAugmented(result.test.metrics, result.augmentedTest?.metrics),
    seed,
    model: training.model,
    weights: result.weights,
  };
}

/** What is told of a member: all but what is large. */
export function metricsOf({ weights: _, seed: __, model: ___, ...metrics }: MemberWithModel): MemberMetrics {
  return metrics;
}

/** Metrics with those over several views of each image, where they were asked for. */
export function withAugmented(plain: SplitMetrics, augmented: SplitMetrics | undefined): TestMetrics {
  return augmented === undefined ? plain : { ...plain, testTimeAugmentation: augmented };
}
