// A program as one gpu.js pipeline: gpu.js runs the orchestration once, records the kernels it calls, and replays them as
// a plan over one WebAssembly memory. Inputs, parameters and state are copied into it at every call, and what the program
// changed is copied back: gpu.js 2.24's pipelines keep nothing between calls, in any mode.

import type { Handle, Pipeline } from './gpuJs.ts';
import { type Argument, planProgram } from './plan.ts';
import { copyRows } from './rows.ts';
import { inputOf, memoized, type Runner, type RunnerSettings, requireMode } from './runner.ts';

interface CompiledProgram {
  readonly pipeline: Pipeline;
  readonly inputs: readonly Argument[];
  /** Buffers that a call brings back; result `r0`, `r1` … of the pipeline, in this order. */
  readonly results: readonly string[];
}

export function createPipelineRunner(settings: RunnerSettings): Runner {
  const { session, mode, data } = settings;
  const compiled = memoized((program, rows) => compile(settings, program, rows));
  let executor = 'unknown';
  return {
    get executor() {
      return executor;
    },
    async run(program, rows) {
      const { pipeline, inputs, results } = compiled(program, rows);
      const returned = await pipeline(...inputs.map((input) => inputOf(input, settings)));
      requireMode(mode, pipeline.backend, pipeline.fallbackReason);
      executor = pipeline.executorKind;
      results.forEach((buffer, index) => {
        copyRows(returned[`r${index}`] ?? [], data(buffer));
      });
    },
    fetch: async () => undefined,
    written: () => undefined,
    close: () => session.close(),
  };
}

function compile(
  { graph, session: { gpu } }: RunnerSettings,
  program: string,
  rows: number,
): CompiledProgram {
  const { inputs, steps, changed } = planProgram(graph, program, rows);
  const kernels = steps.map(({ source, extents }) =>
    gpu.createKernel(source, { output: [...extents], precision: 'single' }),
  );
  const names = [...inputs.keys()];
  const orchestrate = (...handles: Handle[]) => {
    const values = new Map(names.map((name, index) => [name, handles[index]]));
    steps.forEach((step, index) => {
      values.set(step.output, kernels[index]?.(...step.inputs.map((name) => values.get(name))) as Handle);
    });
    return Object.fromEntries(changed.map((name, index) => [`r${index}`, values.get(name)]));
  };
  // gpu.js makes as many handles as the function says it takes.
  Object.defineProperty(orchestrate, 'length', { value: names.length });
  // Convoy's parallelism is between members: a plan that took every core would take them from the others.
  const pipeline = gpu.createPipeline(orchestrate, { threads: false });
  return { pipeline, inputs: [...inputs.values()], results: changed };
}
