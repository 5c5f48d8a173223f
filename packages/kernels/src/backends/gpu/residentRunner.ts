// A program as kernels that are called one after the other, each with the results of those before it. Parameters,
// optimizer state and outputs stay on the device, as the results of the kernels that computed them last; they are copied
// when somebody reads them, and inputs when somebody has written them.
//
// A kernel cannot write what it reads. Where a new value is made from the old one, as in every update of a weight, two
// kernels take turns: each reads the other's result.

import type { Handle } from './gpuJs.ts';
import type { Extents } from './layout.ts';
import { type Argument, planProgram, type Step } from './plan.ts';
import { createResidentKernel, type ResidentKernel, rowsOf } from './residentKernel.ts';
import { copyRows } from './rows.ts';
import { inputOf, memoized, type Runner, type RunnerSettings } from './runner.ts';

interface Value {
  readonly handle: Handle;
  readonly extents: Extents;
  readonly madeBy: ResidentKernel;
}

const copy = `function (values) {
  return values[this.thread.z][this.thread.y][this.thread.x];
}`;

export function createResidentRunner(settings: RunnerSettings): Runner {
  const { graph, session, mode, data } = settings;
  /** What the device holds, by name; of a buffer that was written since, nothing. */
  const values = new Map<string, Value>();
  /** Buffers whose newest values are only on the device. */
  const ahead = new Set<string>();
  const kernels: ResidentKernel[] = [];
  let isClosed = false;

  const plan = memoized((program, rows) => {
    const { inputs, steps, changed } = planProgram(graph, program, rows);
    return { inputs, changed, steps: steps.map((step) => ({ ...step, kernels: kernelsOf(step) })) };
  });
  const uploads = new Map<string, ResidentKernel>();

  function create(source: string, extents: Extents): ResidentKernel {
    const kernel = createResidentKernel(session.gpu, mode, source, extents);
    kernels.push(kernel);
    return kernel;
  }

  function kernelsOf({ source, inputs, output, extents }: Step): readonly ResidentKernel[] {
    const first = create(source, extents);
    return inputs.includes(output) ? [first, create(source, extents)] : [first];
  }

  async function upload(name: string, argument: Argument): Promise<void> {
    const { extents } = argument;
    const held = values.get(name)?.extents;
    const isThere = held?.every((extent, axis) => extent === extents[axis]) ?? false;
    if (isThere && argument.kind === 'buffer') return;
    // It lies there with another number of rows.
    if (argument.kind === 'buffer') await fetch(argument.buffer);
    const key = `${name} ${extents.join(' ')}`;
    const kernel = uploads.get(key) ?? create(copy, extents);
    uploads.set(key, kernel);
    values.set(name, { handle: await kernel.run([inputOf(argument, settings)]), extents, madeBy: kernel });
  }

  async function call({ inputs, output, extents, kernels }: PlannedStep): Promise<void> {
    const old = values.get(output)?.madeBy;
    const kernel = kernels.find((candidate) => candidate !== old) ?? kernels[0];
    const handles = inputs.map((name) => values.get(name)?.handle);
    if (kernel === undefined) throw new TypeError(`no kernel computes ${output}`);
    values.set(output, { handle: await kernel.run(handles), extents, madeBy: kernel });
  }

  async function fetch(buffer: string): Promise<void> {
    const value = ahead.has(buffer) ? values.get(buffer) : undefined;
    if (value === undefined) return;
    copyRows(await rowsOf(value.handle), data(buffer));
    ahead.delete(buffer);
  }

  return {
    executor: 'resident kernels',
    async run(program, rows) {
      const { inputs, steps, changed } = plan(program, rows);
      for (const [name, argument] of inputs) {
        await upload(name, argument);
        if (isClosed) return;
      }
      for (const step of steps) {
        await call(step);
        if (isClosed) return;
      }
      for (const buffer of changed) ahead.add(buffer);
    },
    fetch,
    written(buffer) {
      values.delete(buffer);
      ahead.delete(buffer);
    },
    async close() {
      isClosed = true;
      for (const kernel of kernels) kernel.release();
      values.clear();
      await session.close();
    },
  };
}

type PlannedStep = Step & { readonly kernels: readonly ResidentKernel[] };
