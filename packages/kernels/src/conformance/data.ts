// Values for the buffers of a case, such as a network would hold: kernels scaled to their fan-in, variances positive.

import type { Values } from '../backend.ts';
import { type BufferSpec, elementsOf, type Graph, sizeOf } from '../graph.ts';
import type { Random } from './random.ts';

/** Draws values for a buffer; a replacement for some buffers comes from the case. */
export type Draw = (buffer: BufferSpec, random: Random) => (() => number) | null;

/** Values for every buffer that a caller may write, for as many rows as `rows`. */
export function drawValues(
  graph: Graph,
  rows: number,
  random: Random,
  draw: Draw = () => null,
): Record<string, Values> {
  const written = graph.buffers.filter(({ role }) => ['input', 'parameter', 'state'].includes(role));
  return Object.fromEntries(
    written.map((buffer) => {
      const next = draw(buffer, random) ?? usual(buffer, rows, random);
      const count = elementsOf(buffer, rows);
      const values = buffer.type === 'int32' ? new Int32Array(count) : new Float32Array(count);
      return [buffer.name, values.map(next)];
    }),
  );
}

function usual(buffer: BufferSpec, rows: number, random: Random): () => number {
  if (buffer.type === 'int32') return random.int32;
  if (/variance|velocity/.test(buffer.name)) return () => 0.5 + random.uniform();
  if (buffer.name.endsWith('/kernel')) {
    const fanIn = sizeOf(buffer.shape.slice(0, -1));
    return () => random.normal() * Math.sqrt(2 / fanIn);
  }
  if (buffer.name.endsWith('_grad')) {
    // Sums over rows and positions then stay near 1, where float32 can be held to the tolerances.
    const terms = rows * sizeOf(buffer.shape.slice(0, -1));
    return () => random.normal() / Math.sqrt(terms);
  }
  return random.normal;
}
