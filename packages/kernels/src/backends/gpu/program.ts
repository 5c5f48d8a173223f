// One program of a graph, for one number of rows, as one gpu.js pipeline: gpu.js runs the orchestration once, records
// the kernels it calls, and replays them as a plan. Inputs, parameters and state go in with every call; outputs, and what
// the program changed, come back.

import { programOf } from '../../access.ts';
import type { BufferSpec, Graph } from '../../graph.ts';
import type { Gpu, GpuKernel, Handle, Pipeline } from './gpuJs.ts';
import { type Context, type Kernel, type Mask, quotient } from './kernel.ts';
import { type Extents, extentsOf } from './layout.ts';
import { lower } from './operations/index.ts';

/** An argument of the pipeline: a buffer that is kept beside it, or a dropout mask to be made before the call. */
export type Argument = { readonly extents: Extents } & (
  | { readonly kind: 'buffer'; readonly buffer: string }
  | { readonly kind: 'mask'; readonly mask: Mask }
);

export interface CompiledProgram {
  readonly pipeline: Pipeline;
  readonly inputs: readonly Argument[];
  /** Buffers that a call brings back; result `r0`, `r1` … of the pipeline, in this order. */
  readonly results: readonly string[];
}

export function compileProgram(gpu: Gpu, graph: Graph, program: string, rows: number): CompiledProgram {
  const operations = programOf(graph, program);
  const specs = new Map(graph.buffers.map((spec) => [spec.name, spec]));
  const inputs = new Map<string, Argument>();

  const specOf = (name: string): BufferSpec => {
    const spec = specs.get(name);
    // The graph was validated: every buffer that an operation names exists.
    if (spec === undefined) throw new TypeError(`no buffer ${name}`);
    return spec;
  };
  const context: Context = {
    rows,
    spec: specOf,
    extents: (name) => inputs.get(name)?.extents ?? extentsOf(specOf(name), rows),
    mask(mask) {
      const name = `mask ${mask.key} ${mask.rate} ${mask.extents.join(' ')}`;
      inputs.set(name, { kind: 'mask', mask, extents: mask.extents });
      return name;
    },
  };

  const kernels = operations.flatMap((operation) => lower(operation, context));
  const written = new Set<string>();
  for (const kernel of kernels) {
    for (const buffer of Object.values(kernel.inputs)) {
      if (written.has(buffer) || inputs.has(buffer)) continue;
      inputs.set(buffer, { kind: 'buffer', buffer, extents: context.extents(buffer) });
    }
    written.add(kernel.output);
  }
  const results = [...written].filter((buffer) => specOf(buffer).role !== 'activation');
  const calls = kernels.map((kernel) => createCall(gpu, kernel, context));
  const names = [...inputs.keys()];

  const orchestrate = (...handles: Handle[]) => {
    const values = new Map(names.map((name, index) => [name, handles[index] as Handle]));
    for (const call of calls) call(values);
    return Object.fromEntries(results.map((name, index) => [`r${index}`, values.get(name) as Handle]));
  };
  // gpu.js makes as many handles as the function says it takes.
  Object.defineProperty(orchestrate, 'length', { value: names.length });
  // Convoy's parallelism is between members: a plan that took every core would take them from the others.
  const pipeline = gpu.createPipeline(orchestrate, { threads: false });
  return { pipeline, inputs: [...inputs.values()], results };
}

type Call = (values: Map<string, Handle>) => void;

/** A kernel with the copies that its forms ask for. */
function createCall(gpu: Gpu, kernel: Kernel, context: Context): Call {
  const { output, inputs, forms = {}, body } = kernel;
  const own = context.extents(output);
  const extents = forms.output ?? own;
  const run = createKernel(gpu, Object.keys(inputs), body, extents);
  const before = Object.entries(inputs).map(([argument, buffer]) => {
    const wanted = forms[argument];
    return wanted === undefined ? null : createReshape(gpu, context.extents(buffer), wanted);
  });
  const after = createReshape(gpu, extents, own);
  return (values) => {
    const handles = Object.values(inputs).map((buffer, index) => {
      const handle = values.get(buffer) as Handle;
      return before[index]?.(handle) ?? handle;
    });
    const result = run(...handles);
    values.set(output, after?.(result) ?? result);
  };
}

/** A kernel that copies an array into other extents; null where they are the same. */
function createReshape(gpu: Gpu, from: Extents, to: Extents): GpuKernel | null {
  if (from.every((extent, axis) => extent === to[axis])) return null;
  const row = from[0] * from[1];
  const body = `
    const element = ${to[1] === 1 ? '' : `this.thread.y * ${to[0]} + `}this.thread.x;
    const y = ${quotient('element', from[0])};
    return values[this.thread.z][y][element - y * ${from[0]}];`;
  if (from[2] === to[2]) return createKernel(gpu, ['values'], body, to);
  const whole = `
    const element = (this.thread.z * ${to[1]} + this.thread.y) * ${to[0]} + this.thread.x;
    const z = ${quotient('element', row)};
    const rest = element - z * ${row};
    const y = ${quotient('rest', from[0])};
    return values[z][y][rest - y * ${from[0]}];`;
  return createKernel(gpu, ['values'], whole, to);
}

function createKernel(gpu: Gpu, names: readonly string[], body: string, extents: Extents): GpuKernel {
  return gpu.createKernel(`function (${names.join(', ')}) {\n${body}\n}`, {
    output: [...extents],
    precision: 'single',
  });
}
