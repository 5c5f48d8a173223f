// Takes a training's state down, and puts one back.

import type { AugmentationSpec } from '../data/augmentation/list.ts';
import { CoreError } from '../errors.ts';
import { toPlainData } from '../format/plainData.ts';
import type { Tensor } from '../format/tensor.ts';
import type { Engine } from '../model/engine.ts';
import type { Callback, Training } from './callbacks/callback.ts';
import type { TrainingProgress, TrainingState } from './state.ts';

const modelPrefix = 'model/';
const callbackPrefix = (index: number) => `callback/${index}/`;

/** What of the progress the training loop itself keeps. */
export type LoopProgress = Omit<TrainingProgress, 'iterations' | 'callbacks'>;

export async function captureState(
  engine: Engine,
  progress: LoopProgress,
  callbacks: readonly Callback[],
): Promise<TrainingState> {
  const tensors = new Map<string, Tensor>();
  for (const [name, data] of await engine.read()) {
    tensors.set(`${modelPrefix}${name}`, { shape: [data.length], data });
  }
  const states = stateful(callbacks).map((callback, i) => {
    const { data, tensors: own } = callback.state();
    // Copies: callbacks hand out the arrays that they keep changing.
    for (const [name, { shape, data: values }] of own) {
      tensors.set(`${callbackPrefix(i)}${name}`, { shape, data: values.slice() });
    }
    return { name: callback.name ?? '', data };
  });
  return {
    progress: structuredClone({ ...progress, iterations: engine.iterations, callbacks: states }),
    tensors,
  };
}

/**
 * Puts weights, optimizer state and callbacks back as they were.
 * @throws {CoreError} if the state is of a training with other rows, another batch size or other callbacks.
 */
export async function restoreState(
  { progress, tensors }: TrainingState,
  engine: Engine,
  training: Training & {
    readonly rows: number;
    readonly augmentation: readonly AugmentationSpec[];
    readonly rowMetrics: readonly string[];
    readonly classWeights: readonly number[] | null;
  },
  callbacks: readonly Callback[],
): Promise<void> {
  requireSame('rows', progress.rows, training.rows);
  requireSame('batchSize', progress.batchSize, training.batchSize);
  if (progress.step > 0) {
    requireSame('metrics', list(Object.keys(progress.sums.metrics ?? {})), list(training.rowMetrics));
  }
  requireSame('augmentation', canonical(progress.augmentation), canonical(training.augmentation));
  requireSame('classWeight', list(progress.classWeights ?? []), list(training.classWeights ?? []));
  const listening = stateful(callbacks);
  requireSame('callbacks', names(progress.callbacks), names(listening));

  const values = new Map<string, Float32Array>();
  for (const [name, { data }] of withPrefix(tensors, modelPrefix)) values.set(name, data);
  engine.reset(values);
  engine.iterations = progress.iterations;
  listening.forEach((callback, i) => {
    const data = progress.callbacks[i]?.data ?? null;
    callback.restore({ data, tensors: withPrefix(tensors, callbackPrefix(i)) }, training);
  });
}

type StatefulCallback = Callback & Required<Pick<Callback, 'state' | 'restore'>>;

function stateful(callbacks: readonly Callback[]): readonly StatefulCallback[] {
  return callbacks.filter(
    (callback): callback is StatefulCallback =>
      callback.state !== undefined && callback.restore !== undefined,
  );
}

function withPrefix(tensors: ReadonlyMap<string, Tensor>, prefix: string): Map<string, Tensor> {
  const found = new Map<string, Tensor>();
  for (const [name, tensor] of tensors)
    if (name.startsWith(prefix)) found.set(name.slice(prefix.length), tensor);
  return found;
}

function names(callbacks: readonly { readonly name?: string }[]): string {
  return list(callbacks.map(({ name = '' }) => name));
}

function list(words: readonly (string | number)[]): string {
  return words.join(', ') || 'none';
}

/** A file may have changed the order of fields. */
function canonical(augmentation: readonly AugmentationSpec[]): string {
  return JSON.stringify(toPlainData(augmentation, 'augmentation', 'invalid-argument'));
}

function requireSame(what: string, saved: number | string, present: number | string): void {
  if (saved === present) return;
  throw new CoreError(
    'invalid-argument',
    `resumeFrom: ${what}: the saved training has ${saved}, this one ${present}: it cannot go on exactly`,
  );
}
