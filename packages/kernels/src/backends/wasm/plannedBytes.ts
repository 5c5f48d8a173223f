import type { Graph } from '../../graph.ts';
import { compileGraph } from './compile.ts';

/**
 * The memory in bytes that the WASM backend takes for a graph: weights, optimizer state, and one arena for the activations
 * of all programs. Plans the graph and compiles nothing.
 */
export function plannedBytes(graph: Graph): number {
  return compileGraph(graph, { relaxed: true }).memory.buffer.byteLength;
}
