// Where a program's time goes, kernel by kernel.

import type { Graph } from '../../graph.ts';
import { type CompileOptions, compileGraph } from './compile.ts';
import { WasmExecutable } from './executable.ts';

export interface KernelTime {
  readonly kernel: string;
  /** The best of the repeats. */
  readonly microsecondsPerRow: number;
}

export interface ProfileOptions extends CompileOptions {
  readonly program: string;
  /** Writes inputs and parameters, and may run the program to reach a state worth measuring. */
  readonly fill: (executable: WasmExecutable) => Promise<void>;
  /** @default 20 */
  readonly repeats?: number;
}

/** Times every kernel of one program over full batches. */
export async function profileProgram(graph: Graph, options: ProfileOptions): Promise<KernelTime[]> {
  const executable = new WasmExecutable(graph, compileGraph(graph, options));
  await options.fill(executable);
  const best = new Map<string, number>();
  // Optimizing compilers need some calls before they have caught up.
  for (let warm = 0; warm < 5; warm++) await executable.run(options.program);
  for (let repeat = 0; repeat < (options.repeats ?? 20); repeat++) {
    const times = new Map<string, number>();
    await executable.runTimed(options.program, (name, milliseconds) => {
      times.set(name, (times.get(name) ?? 0) + milliseconds);
    });
    for (const [name, time] of times) best.set(name, Math.min(best.get(name) ?? Infinity, time));
  }
  executable.dispose();
  return [...best].map(([kernel, milliseconds]) => ({
    kernel,
    microsecondsPerRow: (milliseconds * 1000) / graph.batchSize,
  }));
}
