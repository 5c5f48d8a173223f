// Clips gradients between the backward pass and the updates.

import type { GraphWriter } from '../layers/graphWriter.ts';
import type { ClippingOptions } from '../optimizers/clipping.ts';

/**
 * Emits what the options ask for.
 * @param parameters Those whose gradients are written.
 * @returns The buffer from which to update a parameter: its gradient, or that gradient clipped.
 */
export function lowerClipping(
  graph: GraphWriter,
  { clipNorm, globalClipNorm, clipValue }: ClippingOptions,
  parameters: readonly string[],
): (parameter: string) => string {
  const gradients = parameters.map((parameter) => graph.gradientOf(parameter));
  const clippedOf = (gradient: string) => graph.total(`${gradient}/clipped`, graph.shapeOf(gradient));
  const squaresOf = (gradient: string, previous: string | null) => {
    const output = graph.total(`${gradient}/squares`, []);
    graph.emit({ kind: 'sumOfSquares', input: gradient, previous, output });
    return output;
  };
  const shorten = (input: string, limit: number, sumOfSquares: string) =>
    graph.emit({ kind: 'clipNorm', limit, input, sumOfSquares, output: clippedOf(input) });

  if (clipNorm !== undefined) {
    for (const gradient of gradients) shorten(gradient, clipNorm, squaresOf(gradient, null));
  } else if (globalClipNorm !== undefined) {
    const [first = '', ...more] = gradients;
    const all = more.reduce((sum, gradient) => squaresOf(gradient, sum), squaresOf(first, null));
    for (const gradient of gradients) shorten(gradient, globalClipNorm, all);
  } else if (clipValue !== undefined) {
    for (const input of gradients) {
      graph.emit({ kind: 'clipValue', limit: clipValue, input, output: clippedOf(input) });
    }
  } else {
    return (parameter) => graph.gradientOf(parameter);
  }
  return (parameter) => clippedOf(graph.gradientOf(parameter));
}
