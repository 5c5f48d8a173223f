// ModelCheckpoint: writes the model to a file after epochs, the best ones only if asked.

import { CoreError } from '../../errors.ts';
import { writeFileAtomically } from '../../format/atomicWrite.node.ts';
import { readOptions } from '../../layers/options.ts';
import { encodeModel } from '../save.ts';
import type { Callback, EpochEnd } from './callback.ts';
import { createMonitor, type MonitorOptions } from './monitor.ts';

/** What `ModelCheckpoint` is told. */
export interface ModelCheckpointOptions extends MonitorOptions {
  /**
   * The file to write. `{epoch}` (counted from 1) and the names of metrics stand for their values: with
   * `model-{epoch}-{valLoss}.convoy` every epoch leaves a file of its own.
   */
  readonly filepath: string;
  /** Whether to write only when the monitored figure is the best so far. @default false */
  readonly saveBestOnly?: boolean;
}

const optionNames = [
  'filepath',
  'monitor',
  'mode',
  'saveBestOnly',
] as const satisfies readonly (keyof ModelCheckpointOptions)[];

/**
 * The file is replaced at once or not at all, so a crash never leaves half of one; `decodeModel` reads it. With an
 * averaging callback it holds the average.
 * @throws {CoreError} if an option is unknown or wrong.
 * @example
 * ModelCheckpoint({ filepath: 'best.convoy', monitor: 'valAccuracy', saveBestOnly: true });
 */
export function ModelCheckpoint(options: ModelCheckpointOptions): Callback {
  const label = 'ModelCheckpoint';
  const read = readOptions(label, options, optionNames, 'invalid-argument');
  const filepath = read.value('filepath');
  if (typeof filepath !== 'string' || filepath === '') throw read.error('filepath', 'the path of a file');
  const saveBestOnly = read.boolean('saveBestOnly', false);
  const monitor = createMonitor(label, read);
  let best = monitor.worst;

  return {
    name: label,

    onTrainBegin(training) {
      best = monitor.worst;
      if (saveBestOnly) monitor.requireMeasured(training);
    },

    async onEpochEnd(end, training) {
      if (saveBestOnly) {
        const value = monitor.valueOf(end);
        if (!monitor.isBetter(value, best)) return;
        best = value;
      }
      await writeFileAtomically(
        fillIn(filepath, end),
        await encodeModel(training.model, await training.finalWeights()),
      );
    },

    // JSON has no infinity: null stands for a figure that was not seen yet.
    state: () => ({ data: Number.isFinite(best) ? best : null, tensors: new Map() }),
    restore({ data }) {
      best = typeof data === 'number' ? data : monitor.worst;
    },
  };
}

function fillIn(filepath: string, end: EpochEnd): string {
  const values = new Map(Object.entries({ ...end, epoch: end.epoch + 1 }));
  return filepath.replace(/\{(\w+)\}/g, (placeholder, name: string) => {
    const value = values.get(name);
    if (value === undefined) {
      const known = [...values.keys()].join(', ');
      throw new CoreError(
        'invalid-argument',
        `ModelCheckpoint: filepath: unknown placeholder ${placeholder}. There are: ${known}`,
      );
    }
    return Number.isInteger(value) ? `${value}` : value.toFixed(4);
  });
}
