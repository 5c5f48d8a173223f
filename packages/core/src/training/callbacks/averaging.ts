// Which averaging of weights a training uses, as plain data that is saved with a run.

import { CoreError } from '../../errors.ts';
import { suggestion } from '../../nearest.ts';
import type { Callback } from './callback.ts';
import {
  ExponentialMovingAverage,
  type ExponentialMovingAverageOptions,
} from './exponentialMovingAverage.ts';
import { Lookahead, type LookaheadOptions } from './lookahead.ts';

/** A callback that averages weights, as plain data. */
export type AveragingSpec =
  | ({ readonly type: 'Lookahead' } & LookaheadOptions)
  | ({ readonly type: 'ExponentialMovingAverage' } & ExponentialMovingAverageOptions);

const callbacks: ReadonlyMap<string, (options: object) => Callback> = new Map([
  ['Lookahead', Lookahead],
  ['ExponentialMovingAverage', ExponentialMovingAverage],
]);

/**
 * The callback of a specification.
 * @throws {CoreError} if its type or an option is unknown or wrong.
 */
export function averagingCallback(spec: AveragingSpec): Callback {
  const create = callbacks.get(spec.type);
  if (create !== undefined) return create(spec);
  const known = [...callbacks.keys()];
  throw new CoreError('invalid-argument', `unknown averaging: ${spec.type}. ${suggestion(spec.type, known)}`);
}
