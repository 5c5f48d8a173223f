// What a training measured, epoch by epoch, in Keras's form: `history.history.valLoss[3]`.

/** The metrics of one epoch. */
export interface EpochMetrics {
  /** Averaged over the epoch's rows, each as it was when its batch was trained. */
  readonly loss: number;
  /** The share of rows whose class was predicted. */
  readonly accuracy: number;
  /** At the end of the epoch, where there is validation data. */
  readonly valLoss?: number;
  readonly valAccuracy?: number;
  /** That of the epoch's last step. */
  readonly learningRate: number;
  /** Metrics that `compile` was given, by their names: `topKCategoricalAccuracy`, `valTopKCategoricalAccuracy`. */
  readonly [metric: string]: number | undefined;
}

/** The metrics of an epoch: those that every training has, and the metrics that `compile` was given. */
export type MetricName = 'loss' | 'accuracy' | 'valLoss' | 'valAccuracy' | (string & {});

/** What each epoch measured, as in Keras. */
export interface History {
  /** The epochs that were trained to their end, counted from 0. */
  readonly epoch: readonly number[];
  /** One value an epoch; without validation data `valLoss` and `valAccuracy` are missing. */
  readonly history: Readonly<Record<'loss' | 'accuracy' | 'learningRate', readonly number[]>> &
    Readonly<Partial<Record<'valLoss' | 'valAccuracy', readonly number[]>>> & {
      readonly [metric: string]: readonly number[] | undefined;
    };
}

/** In this order; metrics follow. */
const figureNames: readonly string[] = ['loss', 'accuracy', 'valLoss', 'valAccuracy', 'learningRate'];

export function emptyHistory(): History {
  return { epoch: [], history: { loss: [], accuracy: [], learningRate: [] } };
}

/** The history with one more epoch. */
export function extendHistory({ epoch, history }: History, index: number, metrics: EpochMetrics): History {
  const extended: { -readonly [name in keyof History['history']]: History['history'][name] } = { ...history };
  for (const name of new Set([...figureNames, ...Object.keys(metrics)])) {
    const value = metrics[name];
    if (value !== undefined) extended[name] = [...(history[name] ?? []), value];
  }
  return { epoch: [...epoch, index], history: extended };
}
