// What the three poolings share: their windows, channel by channel.

import type { Padding, Pair } from '../../operations.ts';
import { type Batch, lastExtent } from './cells.ts';
import { forEachCell, windowsOver } from './windows.ts';

interface PoolingOperation {
  readonly input: string;
  readonly poolSize: Pair;
  readonly strides: Pair;
  readonly padding: Padding;
}

/**
 * Calls `visit` for every element that a window covers: the index of the window's element in the pooled buffer, and of
 * the covered element in the input. One window position after the other, each in row-major order.
 */
export function forEachPooled(
  operation: PoolingOperation,
  batch: Batch,
  visit: (output: number, input: number) => void,
): void {
  const input = batch.cells(operation.input);
  const channels = lastExtent(input);
  forEachCell(windowsOver(input, batch.rows, operation.poolSize, operation), (o, i) => {
    for (let c = 0; c < channels; c++) visit(o * channels + c, i * channels + c);
  });
}
