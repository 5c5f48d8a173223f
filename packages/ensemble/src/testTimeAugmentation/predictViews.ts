import type { Images, Sequential } from '@convoy/core';
import { isPlainView } from '@convoy/core/internal';
import { EnsembleError } from '../errors.ts';
import type { WeightedView } from './views.ts';

/** The least float32 above 0, in place of a softmax that was rounded to 0. */
const leastProbability = 2 ** -149;

/**
 * The mean of a network's predictions over views, taken on logits: log-probabilities are logits less a number that is the
 * same for every class, so their weighted mean, brought back to a sum of 1, is the softmax of the mean of the logits.
 *
 * @param views at least one, with weights that add up to 1
 * @param predict the probabilities of one view, `[count, classes]`; views are asked for one after the other
 * @param plain those of the images as they are, where they are known already
 */
export async function predictViews(
  views: readonly WeightedView[],
  classes: number,
  predict: (view: WeightedView) => Promise<Float32Array>,
  plain: Float32Array | null = null,
): Promise<Float32Array> {
  let logits: Float64Array | null = null;
  for (const view of views) {
    const probabilities = plain !== null && isPlainView(view) ? plain : await predict(view);
    logits ??= new Float64Array(probabilities.length);
    for (let i = 0; i < probabilities.length; i++) {
      const logit = Math.log(Math.max(probabilities[i] as number, leastProbability));
      logits[i] = (logits[i] as number) + view.weight * logit;
    }
  }
  if (logits === null) throw new EnsembleError('invalid-option', 'views: expected at least one, got none');
  return softmax(logits, classes);
}

/** The probabilities of images: as they are where there are no views, else their mean over the views. */
export function predictThrough(
  views: readonly WeightedView[],
  network: Sequential,
  images: Images,
  batchSize: number,
): Promise<Float32Array> {
  if (views.length === 0) return network.predict(images, { batchSize });
  const classes = network.outputShape[0] ?? 0;
  return predictViews(views, classes, ({ weight: _, ...view }) =>
    network.predict(images, { batchSize, view }),
  );
}

function softmax(logits: Float64Array, classes: number): Float32Array {
  const probabilities = new Float32Array(logits.length);
  for (let row = 0; row < logits.length; row += classes) {
    const own = logits.subarray(row, row + classes);
    const largest = own.reduce((most, logit) => Math.max(most, logit), Number.NEGATIVE_INFINITY);
    let sum = 0;
    for (let c = 0; c < classes; c++) sum += Math.exp((own[c] as number) - largest);
    for (let c = 0; c < classes; c++) probabilities[row + c] = Math.exp((own[c] as number) - largest) / sum;
  }
  return probabilities;
}
