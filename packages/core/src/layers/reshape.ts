import type { GraphWriter } from './graphWriter.ts';
import type { Lowered } from './layer.ts';
import { formatShape, type Shape } from './shape.ts';

/**
 * The same numbers as a buffer of another shape. `Flatten` only renames what it gets, which is all that a following
 * `Dense` needs; an operation for which the last axis matters asks for the shape that it must have. No operation where
 * the buffer has it already, which is the usual case; otherwise one copy.
 */
export function lowerReshape(graph: GraphWriter, name: string, input: string, shape: Shape): Lowered {
  if (formatShape(graph.shapeOf(input)) === formatShape(shape)) return { output: input, backward() {} };
  const output = graph.activation(`${name}/input`, shape);
  graph.emit({ kind: 'scale', factor: 1, input, output });
  return {
    output,
    backward(inputGradWanted) {
      if (!inputGradWanted) return;
      const inputGrad = graph.gradientOf(input);
      graph.emit({ kind: 'scale', factor: 1, input: graph.gradientOf(output), output: inputGrad });
    },
  };
}
