// What a training measured, epoch by epoch, in Keras's form: `history.history.valLoss[3]`.

/** The figures of one epoch. */
export interface EpochFigures {
  /** Averaged over the epoch's rows, each as it was when its batch was trained. */
  readonly loss: number;
  /** The share of rows whose class was predicted. */
  readonly accuracy: number;
  /** At the end of the epoch, where there is validation data. */
  readonly valLoss?: number;
  readonly valAccuracy?: number;
  /** That of the epoch's last step. */
  readonly learningRate: number;
}

/** The figures of an epoch. */
export type MetricName = 'loss' | 'accuracy' | 'valLoss' | 'valAccuracy';
type FigureName = keyof EpochFigures;

/** What each epoch measured, as in Keras. */
export interface History {
  /** The epochs that were trained to their end, counted from 0. */
  readonly epoch: readonly number[];
  /** One value an epoch; without validation data `valLoss` and `valAccuracy` are missing. */
  readonly history: Readonly<Record<'loss' | 'accuracy' | 'learningRate', readonly number[]>> &
    Readonly<Partial<Record<'valLoss' | 'valAccuracy', readonly number[]>>>;
}

const figureNames: readonly FigureName[] = ['loss', 'accuracy', 'valLoss', 'valAccuracy', 'learningRate'];

export function emptyHistory(): History {
  return { epoch: [], history: { loss: [], accuracy: [], learningRate: [] } };
}

/** The history with one more epoch. */
export function extendHistory({ epoch, history }: History, index: number, figures: EpochFigures): History {
  const extended = { ...history };
  for (const name of figureNames) {
    const value = figures[name];
    if (value !== undefined) extended[name] = [...(history[name] ?? []), value];
  }
  return { epoch: [...epoch, index], history: extended };
}
