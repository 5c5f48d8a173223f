// Reads back what a finished member left in its folder.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { identityOf, requireSameIdentity } from '../checkpoint/content.ts';
import { isDamage } from '../checkpoint/files.node.ts';
import { EnsembleError, messageOf } from '../errors.ts';
import type { MemberWithModel } from '../file/content.ts';
import { decodeEnsemble } from '../file/decode.ts';
import { decodePredictions, type PredictedMember } from '../file/predictions.ts';
import type { MemberJob, MemberResult } from '../member/job.ts';
import { differences } from './differences.ts';
import { PREDICTIONS_FILE, WEIGHTS_FILE } from './layout.ts';

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
  folder: string,
  job: MemberJob,
  warn: (message: string) => void,
): Promise<FinishedMember | null> {
  const predictionsFile = join(folder, PREDICTIONS_FILE);
  try {
    const weights = await readIfThere(join(folder, WEIGHTS_FILE));
    // They are written last: without them the member has not finished.
    if (weights === null) return null;
    const { identity, result } = decodePredictions(await readFile(predictionsFile));
    requireSameIdentity(predictionsFile, identity, identityOf(job));
    const { model: written, members } = decodeEnsemble(weights);
    const [trained] = members;
    if (trained?.member !== job.member) {
      throw new EnsembleError('wrong-content', `${WEIGHTS_FILE} holds member ${trained?.member}`);
    }
    const { model } = job.training;
    if (differences(written, model).length > 0) {
      throw new EnsembleError('wrong-content', `${WEIGHTS_FILE} is of another network`);
    }
    requireRows(result, job);
    // The job's own: what was written down has its fields in another order, and must not count as another network.
    return { trained: { ...trained, model }, result: { ...result, weights: trained.weights } };
  } catch (error) {
    if (!isDamage(error)) throw error;
    const what = `member ${job.member} has finished, but its files in ${folder} cannot be used`;
    warn(`${what}: ${messageOf(error)}; it is trained again`);
    return null;
  }
}

function requireRows({ test, validation }: PredictedMember, { data }: MemberJob): void {
  const found = [test.probabilities.length, validation?.probabilities.length ?? 0];
  const expected = [data.test.count, data.validation?.count ?? 0].map((rows) => rows * data.classes);
  if (String(found) === String(expected)) return;
  throw new EnsembleError(
    'wrong-content',
    `it holds predictions of [${found}] values, expected [${expected}]`,
  );
}

async function readIfThere(path: string): Promise<Uint8Array | null> {
  try {
    return await readFile(path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
