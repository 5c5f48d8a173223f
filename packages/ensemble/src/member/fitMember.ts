// What a worker does: builds a network, trains it while it answers its control channel, and measures what became of it.
// Nothing here needs Node, so that a browser's workers can do the same.

import {
  type Callback,
  CoreError,
  type CoreErrorCode,
  createGenerator,
  EarlyStopping,
  Sequential,
  type Split,
  type TrainingState,
  type Weights,
} from '@convoy/core';
import { averagingCallback } from '@convoy/core/internal';
import { KernelsError, type KernelsErrorCode } from '@convoy/kernels';
import { messageOf } from '../errors.ts';
import { splitMetrics } from '../metrics/splitMetrics.ts';
import { lossOf } from '../options/loss.ts';
import { predictViews } from '../testTimeAugmentation/predictViews.ts';
import { resolveViews, type WeightedView } from '../testTimeAugmentation/views.ts';
import { checkpointCallback } from './checkpoint/callback.ts';
import { EpochLog } from './epochLog.ts';
import type { TrainingData } from './rows.ts';
import type { MemberSession } from './session.ts';
import type { MemberOutcome, MemberSpec, SplitPredictions } from './spec.ts';
import { bootstrapRows } from './strategy.ts';
import { warmStart } from './warmStart.ts';

/** Rows that are predicted between two looks at the control channel. */
const EVALUATION_ROWS = 1024;

/** What a member needs where it is trained, beside its specification. */
export interface LocalMember {
  readonly data: TrainingData;
  readonly session: MemberSession;
  /** The state that it resumes from after an interruption. */
  readonly resumeFrom: TrainingState | null;
  /** Weights that its layers start with, by name and shape, instead of their initialization. */
  readonly startFrom: Weights | null;
  /** Keeps a state where the next start finds it. */
  readonly save: (state: TrainingState) => Promise<void>;
}

/** Trains one member and predicts the test and validation rows with it, once, after the last epoch. */
export async function fitMember(spec: MemberSpec, local: LocalMember): Promise<MemberOutcome> {
  try {
    return await fit(spec, local);
  } catch (error) {
    const code = error instanceof CoreError ? error.code : undefined;
    if (code === 'not-finite') return { status: 'diverged', error: messageOf(error) };
    if (code === 'write-failed') return { status: 'not-saved', error: messageOf(error) };
    if (isRefusal(error)) return { status: 'refused', error: messageOf(error) };
    throw error;
  }
}

const refusals: ReadonlySet<CoreErrorCode | KernelsErrorCode> = new Set([
  'invalid-argument',
  'invalid-layer',
  'wrong-shape',
  'invalid-data',
  'invalid-graph',
  'wrong-size',
  'too-large',
  'unknown-backend',
] as const);

/** Whether an error follows from the configuration alone, so that trying again would bring it again. */
function isRefusal(error: unknown): boolean {
  return (error instanceof CoreError || error instanceof KernelsError) && refusals.has(error.code);
}

async function fit(spec: MemberSpec, local: LocalMember): Promise<MemberOutcome> {
  const { training, seeds } = spec;
  const { data, session, resumeFrom, startFrom, save } = local;
  const { optimizer, classWeight, averaging, epochs, batchSize, dropRemainder } = training;
  const { augmentation, backend, kernels, earlyStopping } = training;
  const log = new EpochLog(spec.member, session);
  const callbacks: Callback[] = [log.callback];
  if (averaging !== null) callbacks.push(averagingCallback(averaging));
  if (earlyStopping !== null) callbacks.push(EarlyStopping({ restoreBestWeights: true, ...earlyStopping }));
  if (spec.checkpoints !== null) callbacks.push(checkpointCallback(spec.checkpoints, session, save));

  const model = new Sequential(training.model);
  try {
    model.initialize(createGenerator(seeds.initialization), data.train.images);
    if (startFrom !== null) {
      await model.setWeights(warmStart(model.structure, startFrom, await model.getWeights()));
    }
    model.compile({ optimizer, loss: lossOf(training), backend, kernels });
    await model.fit(data.train, {
      epochs,
      batchSize,
      dropRemainder,
      augmentation,
      ...(classWeight && { classWeight }),
      seed: seeds.training,
      ...(seeds.bootstrap !== undefined && { sample: bootstrapRows(seeds.bootstrap, data.train.count) }),
      callbacks,
      ...(resumeFrom && { resumeFrom }),
      ...(data.validation && { validationData: data.validation }),
      // The log waits for its session after each batch; that is a turn of the event loop already.
      yieldToEvents: async () => undefined,
    });
    const stopped: MemberOutcome = { status: 'stopped', epochs: log.epochs.length };
    if (session.isStopped) return stopped;
    const views = resolveViews(training.testTimeAugmentation, model.config.inputShape);
    const predict = (split: Split, seen?: readonly WeightedView[]) =>
      predictSplit(model, split, { classes: data.classes, batchSize, session }, seen);
    const { plain: test, augmented } = await predict(data.test, views);
    const validation = data.validation && (await predict(data.validation)).plain;
    if (session.isStopped) return stopped;
    return {
      status: 'finished',
      result: {
        epochs: log.epochs,
        weights: await model.getWeights(),
        test,
        augmentedTest: augmented,
        validation,
        seconds: log.seconds,
      },
    };
  } finally {
    model.dispose();
  }
}

/**
 * The rows as they are and, if there are views, their mean over those. Stops short, with zeros for the rest, if the member
 * is stopped; its caller then returns nothing of it.
 */
async function predictSplit(
  model: Sequential,
  { count, images, labels }: Split,
  {
    classes,
    batchSize,
    session,
  }: { readonly classes: number; readonly batchSize: number; readonly session: MemberSession },
  views: readonly WeightedView[] = [],
): Promise<{ readonly plain: SplitPredictions; readonly augmented: SplitPredictions | null }> {
  const size = images.length / count;
  const plain = new Float32Array(count * classes);
  const augmented = views.length > 0 ? new Float32Array(count * classes) : null;
  for (let start = 0; start < count && !session.isStopped; start += EVALUATION_ROWS) {
    const rows = images.subarray(start * size, (start + EVALUATION_ROWS) * size);
    // Its own batch size also after a resumption that had nothing left to train, and so compiled nothing.
    const asTheyAre = await model.predict(rows, { batchSize });
    plain.set(asTheyAre, start * classes);
    await session.checkpoint();
    if (augmented === null) continue;
    const predict = async ({ weight: _, ...view }: WeightedView) => {
      const probabilities = await model.predict(rows, { view, batchSize });
      await session.checkpoint();
      return probabilities;
    };
    augmented.set(await predictViews(views, classes, predict, asTheyAre), start * classes);
  }
  const measured = (probabilities: Float32Array) => ({
    metrics: splitMetrics(probabilities, labels, classes),
    probabilities,
  });
  return { plain: measured(plain), augmented: augmented && measured(augmented) };
}
