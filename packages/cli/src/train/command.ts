// The command line that trains a run again, from its checked options.

import { flagOf } from '../options/flagOf.ts';
import { type TrainOptions, trainOptions } from '../options/trainOptions.ts';

/** What says where things lie or how fast they go, and nothing of what comes out. */
const ofThisMachine = new Set(['out', 'dataDir', 'workers']);

/**
 * `convoy train --dataset mnist --model lecture-cnn --members 5 --seed 7`: every option that is not its default, and the
 * seed. Null if an option cannot be written as a flag, such as a model of one's own.
 */
export function trainCommand(options: TrainOptions): string | null {
  const { dataset, model } = options;
  const values: Readonly<Record<string, unknown>> = options;
  const defaults: Readonly<Record<string, unknown>> = trainOptions.parse({ dataset, model });
  const words = ['convoy', 'train'];
  for (const [key, value] of Object.entries(values)) {
    const isNamed = key === 'dataset' || key === 'model' || key === 'seed';
    if (value === undefined || ofThisMachine.has(key) || (value === defaults[key] && !isNamed)) continue;
    if (typeof value === 'object') return null;
    words.push(flagOf(key), ...(value === true ? [] : [quoted(String(value))]));
  }
  return words.join(' ');
}

/** As a POSIX shell reads it as one word. */
function quoted(word: string): string {
  return /^[\w./:=@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
