// Compiles a graph: fixed places for what outlives a run, then an arena that the programs share (only one runs at a
// time), then the code of each kernel of a program when that is first run.

import { KernelsError } from '../../errors.ts';
import { elementsOf, type Graph } from '../../graph.ts';
import { Constants, constantBytes, createMemory, instantiate } from './code/module.ts';
import { type Func, Writer } from './code/writer.ts';
import { Buffers } from './contract/buffers.ts';
import type { Kernel, Placement } from './contract/kernel.ts';
import type { ForcedAlgorithm } from './plan/algorithm.ts';
import { type ProgramPlan, planProgram } from './plan/program.ts';

export interface CompileOptions {
  /** Whether multiply-adds may be fused. */
  readonly relaxed: boolean;
  /** Forces a convolution algorithm where it can serve. @default the plan's choice */
  readonly algorithm?: ForcedAlgorithm | undefined;
}

/** One kernel's functions: `rows` takes a group's first row and its count, the others the rows of the run. */
export interface CompiledKernel {
  readonly name: string;
  readonly prepare: ((rows: number) => void) | undefined;
  readonly rows: ((first: number, count: number) => void) | undefined;
  readonly finish: ((rows: number) => void) | undefined;
}

export interface CompiledSegment {
  /** Rows that go through all kernels together. */
  readonly group: number;
  readonly kernels: readonly CompiledKernel[];
}

export interface CompiledGraph {
  readonly memory: WebAssembly.Memory;
  readonly buffers: Buffers;
  /** Addresses of the buffers that outlive a run. */
  readonly addresses: ReadonlyMap<string, number>;
  /** A program's code, compiled when it is first asked for: who only trains never pays for predicting. */
  program(name: string): Promise<readonly CompiledSegment[]>;
}

/** Cache lines, an odd number of them, so that equal offsets in neighbouring buffers do not collide in the cache. */
const reserve = (bytes: number): number => (Math.ceil((bytes + 16) / 64) | 1) * 64;

export function compileGraph(graph: Graph, options: CompileOptions): CompiledGraph {
  const constants = new Constants(options.relaxed);
  const buffers = new Buffers(graph);
  const addresses = new Map<string, number>();
  let top = constantBytes;
  for (const buffer of graph.buffers) {
    if (buffer.role === 'activation') continue;
    addresses.set(buffer.name, top);
    top += reserve(buffers.bytes(buffer.name));
  }
  const lowering = { context: constants, buffers, forced: options.algorithm ?? null };
  const fixedAddress = (name: string) => addresses.get(name) ?? null;
  const plans = Object.entries(graph.programs).map(
    ([name, operations]) => [name, planProgram(operations, lowering, fixedAddress)] as const,
  );
  const bytes = top + Math.max(0, ...plans.map(([, plan]) => plan.arenaBytes)) + 64;
  checkPlanSize(bytes, graph);
  const memory = createMemory(bytes);
  const planOf = new Map(plans);
  const compiled = new Map<string, Promise<readonly CompiledSegment[]>>();
  const compile = async (name: string) => {
    const plan = planOf.get(name);
    const segments = plan ? await compileProgram(plan, constants, top, memory) : [];
    // More code may need more constants.
    new Float32Array(memory.buffer).set(constants.values());
    return segments;
  };
  return {
    memory,
    buffers,
    addresses,
    program(name) {
      const known = compiled.get(name) ?? compile(name);
      compiled.set(name, known);
      return known;
    },
  };
}

const mebibyte = 2 ** 20;

/** WebAssembly addresses 4 GiB. */
const mostMebibytes = 4096;

/** @throws {KernelsError} `too-large`, before any memory is taken. */
function checkPlanSize(bytes: number, { batchSize, buffers }: Graph): void {
  if (bytes <= mostMebibytes * mebibyte) return;
  const largest = buffers.reduce((a, b) => (elementsOf(b, batchSize) > elementsOf(a, batchSize) ? b : a));
  throw new KernelsError(
    'too-large',
    `memory: expected at most ${mostMebibytes} MiB, got ${Math.ceil(bytes / mebibyte)} MiB for batches of ${batchSize} ` +
      `(the largest buffer is ${largest.name} [${largest.shape.join(', ')}]); use a smaller batch or a smaller network`,
  );
}

function compileProgram(
  plan: ProgramPlan,
  constants: Constants,
  arena: number,
  memory: WebAssembly.Memory,
): Promise<CompiledSegment[]> {
  const segments = plan.segments.map(async ({ kernels }, index) => ({
    group: plan.groups[index] ?? 1,
    kernels: await Promise.all(
      kernels.map((kernel) => compileKernel(kernel, plan.placementOf(kernel, arena), constants, memory)),
    ),
  }));
  return Promise.all(segments);
}

async function compileKernel(
  kernel: Kernel,
  placement: Placement,
  constants: Constants,
  memory: WebAssembly.Memory,
): Promise<CompiledKernel> {
  const { prepare, rows, finish } = kernel.emit(placement);
  const functions: Record<string, Func> = {};
  if (prepare) functions.prepare = Writer.define(constants, 1, prepare);
  if (rows) functions.rows = Writer.define(constants, 2, rows);
  if (finish) functions.finish = Writer.define(constants, 1, finish);
  const exports = await instantiate(kernel.name, functions, memory);
  return { name: kernel.name, prepare: exports.prepare, rows: exports.rows, finish: exports.finish };
}
