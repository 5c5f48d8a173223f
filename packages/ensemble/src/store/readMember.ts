// Reads back what a finished member left in its folder.

import { EnsembleError, messageOf } from '../errors.ts';
import type { MemberWithModel } from '../file/content.ts';
import { decodeEnsemble } from '../file/decode.ts';
import { differences } from '../member/differences.ts';
import { identityOf, requireSameIdentity } from '../member/identity.ts';
import { decodePredictions, type PredictedMember } from '../member/predictions.ts';
import { countOf } from '../member/rows.ts';
import type { MemberResult, MemberSpec } from '../member/spec.ts';
import { isDamage } from './checkpoints.ts';
import { memberPrefix, predictionsKey, weightsKey } from './keys.ts';
import { locationOf, type RunStore } from './runStore.ts';

export interface FinishedMember {
  readonly trained: MemberWithModel;
  readonly result: MemberResult;
}

/**
 * A member as it was when it finished; null if it has not, or if what it left is damaged.
 * @param warn is told of what is damaged
 * @throws {EnsembleError} `run-changed` if it is of another configuration, seed or data
 * @throws {CoreError} `newer-version`
 */
export async function readFinishedMember(
  store: RunStore,
  spec: MemberSpec,
  warn: (message: string) => void,
): Promise<FinishedMember | null> {
  const { member } = spec;
  const predictionsFile = locationOf(store, predictionsKey(member));
  try {
    const weights = await store.read(weightsKey(member));
    // They are written last: without them the member has not finished.
    if (weights === null) return null;
    const predictions = await store.read(predictionsKey(member));
    if (predictions === null) throw new EnsembleError('wrong-content', `${predictionsFile} is missing`);
    const { identity, result } = decodePredictions(predictions);
    requireSameIdentity(predictionsFile, identity, identityOf(spec));
    const { model: written, members } = decodeEnsemble(weights);
    const [trained] = members;
    if (trained?.member !== member) {
      throw new EnsembleError('wrong-content', `${weightsKey(member)} holds member ${trained?.member}`);
    }
    const { model } = spec.training;
    if (differences(written, model).length > 0) {
      throw new EnsembleError('wrong-content', `${weightsKey(member)} is of another network`);
    }
    requireRows(result, spec);
    // The specification's own: what was written down has its fields in another order, and must not count as another network.
    return { trained: { ...trained, model }, result: { ...result, weights: trained.weights } };
  } catch (error) {
    if (!isDamage(error)) throw error;
    const what = `member ${member} has finished, but its files in ${locationOf(store, memberPrefix(member))} cannot be used`;
    warn(`${what}: ${messageOf(error)}; it is trained again`);
    return null;
  }
}

function requireRows({ test, validation }: PredictedMember, { data }: MemberSpec): void {
  const found = [test.probabilities.length, validation?.probabilities.length ?? 0];
  const expected = [countOf(data.test), countOf(data.validation)].map((rows) => rows * data.classes);
  if (String(found) === String(expected)) return;
  throw new EnsembleError(
    'wrong-content',
    `it holds predictions of [${found}] values, expected [${expected}]`,
  );
}
