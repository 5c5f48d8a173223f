// Metrics of a model over rows that it is not trained on.

import type { RowMaps } from '../data/augmentation/augmenter.ts';
import type { BatchMaker } from '../data/batches.ts';
import type { CheckedImages, CheckedRows } from '../data/rows.ts';
import { type MetricValues, meansOf, RowMetrics } from '../metrics/rowMetrics.ts';
import type { Engine } from '../model/engine.ts';

/** Of all rows, in inference mode. */
export interface Evaluation {
  /** Mean over the rows. */
  readonly loss: number;
  /** The share of rows whose class was predicted. */
  readonly accuracy: number;
  /** Metrics that `compile` was given, by their names. */
  readonly [metric: string]: number;
}

/**
 * Loss and accuracy over rows, each weighed alike: after each batch, those of all rows so far. The last is the whole
 * evaluation; whoever wants less can leave off before.
 */
export async function* evaluateBatches(
  engine: Engine,
  { images, labels, count }: CheckedRows,
  batches: BatchMaker,
): AsyncGenerator<Evaluation> {
  const { batchSize } = batches;
  const scalar = new Float32Array(1);
  let loss = 0;
  let accuracy = 0;
  let sums: MetricValues = {};
  const classes = engine.structure.outputShape[0] ?? 0;
  const metrics = new RowMetrics(engine.settings.training?.metrics ?? [], classes);
  for (let start = 0; start < count; start += batchSize) {
    const rows = Math.min(batchSize, count - start);
    await engine.use({ atLeast: batchSize }, async (executable) => {
      const batch = batches.make(images, labels, null, start, rows);
      executable.write('images', batch.images);
      executable.write('labels', batch.labels);
      await executable.run('evaluate', rows);
      await executable.read('loss', scalar);
      loss += (scalar[0] as number) * rows;
      await executable.read('accuracy', scalar);
      accuracy += (scalar[0] as number) * rows;
      sums = await metrics.addTo(sums, executable, batch.labels);
    });
    const seen = start + rows;
    yield { loss: loss / seen, accuracy: accuracy / seen, ...meansOf(sums, seen) };
  }
}

/** The model's output for each image, seen through its map, one row after the other: the same array after each batch, filled so far. */
export async function* predictBatches(
  engine: Engine,
  images: CheckedImages,
  count: number,
  output: { readonly name: string; readonly size: number },
  batches: BatchMaker,
  maps: RowMaps | null = null,
): AsyncGenerator<Float32Array> {
  const { batchSize } = batches;
  const { name, size } = output;
  const predictions = new Float32Array(count * size);
  for (let start = 0; start < count; start += batchSize) {
    const rows = Math.min(batchSize, count - start);
    await engine.use({ atLeast: batchSize }, async (executable) => {
      executable.write('images', batches.make(images, null, null, start, rows, maps).images);
      await executable.run('predict', rows);
      await executable.read(name, predictions.subarray(start * size, (start + rows) * size));
    });
    yield predictions;
  }
}
