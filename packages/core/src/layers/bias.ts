import type { GraphWriter } from './graphWriter.ts';

/** The gradient of a bias that was added to every position; nothing where there is no bias. */
export function lowerBiasGradient(graph: GraphWriter, bias: string | null, outputGrad: string): void {
  if (bias !== null) graph.emit({ kind: 'biasGrad', outputGrad, biasGrad: graph.gradientOf(bias) });
}
