// A run whose members start from the weights of another run's: the weights are copied into the run's own store, so that it
// can be resumed wherever it lies, and whatever became of the other.

import { type SequentialConfig, structureOf } from '@convoy/core';
import { EnsembleError, messageOf } from '../errors.ts';
import type { EnsembleContent } from '../file/content.ts';
import { decodeEnsemble } from '../file/decode.ts';
import { layersTaken } from '../member/warmStart.ts';

/** What members start from. */
export interface WarmStart {
  /** The file of the other run's ensemble. */
  readonly bytes: Uint8Array;
  readonly sha256: string;
  /** How many members it has: they are taken in turn. */
  readonly members: number;
  /** Names of the layers whose weights are taken over, and of those that keep their initialization. */
  readonly taken: readonly string[];
  readonly initialized: readonly string[];
}

/**
 * @param models the networks that members take in turn
 * @throws {EnsembleError} `invalid-option` if the bytes are no ensemble, or none of its weights fit
 */
export async function planStart(
  given: string | Uint8Array,
  models: readonly SequentialConfig[],
): Promise<WarmStart> {
  if (typeof given === 'string') throw invalid('the bytes of an ensemble', given);
  const { members } = decode(given);
  const layers = models.flatMap((model, at) => {
    const weights = members[at % members.length]?.weights ?? new Map();
    return [...layersTaken(structureOf(model), weights)];
  });
  const namesOf = (isTaken: boolean) => [
    ...new Set(layers.filter(([, taken]) => taken === isTaken).map(([name]) => name)),
  ];
  const [taken, initialized] = [namesOf(true), namesOf(false)];
  if (taken.length === 0) {
    const known = [...new Set([...(members[0]?.weights.keys() ?? [])].map((name) => name.split('/')[0]))];
    throw invalid(`a run with weights for one of ${initialized.join(', ')}`, `one with ${known.join(', ')}`);
  }
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', given.slice()));
  const sha256 = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return { bytes: given, sha256, members: members.length, taken, initialized };
}

function decode(bytes: Uint8Array): EnsembleContent {
  try {
    return decodeEnsemble(bytes);
  } catch (error) {
    throw new EnsembleError('invalid-option', `startFrom: ${messageOf(error)}`, { cause: error });
  }
}

function invalid(expected: string, found: string): EnsembleError {
  return new EnsembleError('invalid-option', `startFrom: expected ${expected}, got ${found}`);
}
