// The members' probabilities become the ensemble's, by the rules of `@convoy/ensemble`.

import type { Combination, CombinationName } from '@convoy/ensemble';
import type { OnnxGraph } from './graph.ts';

type Combine = (
  graph: OnnxGraph,
  members: readonly string[],
  classes: number,
  weights: readonly number[],
) => string;

const ways: Readonly<Record<CombinationName, Combine>> = { mean, vote, greedy };

/** Adds the combination and the temperature. @returns the name of the ensemble's probabilities, `[batch, classes]` */
export function writeCombination(
  graph: OnnxGraph,
  { method, weights = [], temperature }: Combination,
  members: readonly string[],
  classes: number,
): string {
  graph.scope = 'ensemble';
  const pooled = ways[method](graph, members, classes, weights);
  if (temperature === undefined) return pooled;
  // p^(1/T) over its sum; by logarithms, so that small powers do not underflow.
  const logits = graph.add('Div', [graph.add('Log', [pooled]), graph.scalar(temperature)]);
  return graph.add('Softmax', [logits], { axis: 1 });
}

function mean(graph: OnnxGraph, members: readonly string[]): string {
  const [only = '', ...others] = members;
  if (others.length === 0) return only;
  return graph.add('Div', [graph.add('Sum', members), graph.scalar(members.length)]);
}

/** One ballot per member for its most probable class, and one that is split as the mean is. */
function vote(graph: OnnxGraph, members: readonly string[], classes: number): string {
  const depth = graph.integers([classes]);
  const values = graph.tensor('constant/ballot', [2], Float32Array.of(0, 1));
  const ballots = members.map((member) => {
    const label = graph.add('ArgMax', [member], { axis: 1, keepdims: 0 });
    return graph.add('OneHot', [label, depth, values], { axis: -1 });
  });
  const sum = graph.add('Sum', [mean(graph, members), ...ballots]);
  return graph.add('Div', [sum, graph.scalar(members.length + 1)]);
}

function greedy(graph: OnnxGraph, members: readonly string[], _: number, weights: readonly number[]): string {
  const shares = members.flatMap((member, at) => {
    const weight = weights[at] ?? 0;
    return weight === 0 ? [] : [graph.add('Mul', [member, graph.scalar(weight)])];
  });
  return shares.length === 1 ? (shares[0] ?? '') : graph.add('Sum', shares);
}
