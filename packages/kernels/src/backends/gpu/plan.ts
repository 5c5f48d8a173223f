// One program of a graph, for one number of rows, as a list of gpu.js kernels: what both ways to run one begin with.

import { programOf } from '../../access.ts';
import type { BufferSpec, Graph } from '../../graph.ts';
import { type Context, type Kernel, type Mask, quotient } from './kernel.ts';
import { type Extents, extentsOf } from './layout.ts';
import { lower } from './operations/index.ts';

/** What a program takes from outside: a buffer, or a dropout mask to be made before each run. */
export type Argument = { readonly extents: Extents } & (
  | { readonly kind: 'buffer'; readonly buffer: string }
  | { readonly kind: 'mask'; readonly mask: Mask }
);

/** One kernel call. Values have names: those of buffers, of masks, and of copies of them in other extents. */
export interface Step {
  /** A JavaScript function, in the subset that gpu.js translates. */
  readonly source: string;
  readonly inputs: readonly string[];
  readonly output: string;
  readonly extents: Extents;
}

export interface Plan {
  readonly inputs: ReadonlyMap<string, Argument>;
  readonly steps: readonly Step[];
  /** The buffers that it writes and that outlive it: parameters, state and outputs. */
  readonly changed: readonly string[];
}

export function planProgram(graph: Graph, program: string, rows: number): Plan {
  const specs = new Map(graph.buffers.map((spec) => [spec.name, spec]));
  const inputs = new Map<string, Argument>();
  const scratch = new Map<string, Extents>();
  const specOf = (name: string): BufferSpec => {
    const spec = specs.get(name);
    // The graph was validated: every buffer that an operation names exists.
    if (spec === undefined) throw new TypeError(`no buffer ${name}`);
    return spec;
  };
  const context: Context = {
    rows,
    spec: specOf,
    extents: (name) => inputs.get(name)?.extents ?? scratch.get(name) ?? extentsOf(specOf(name), rows),
    mask(mask) {
      const name = `mask ${mask.key} ${mask.rate} ${mask.extents.join(' ')}`;
      inputs.set(name, { kind: 'mask', mask, extents: mask.extents });
      return name;
    },
    scratch(extents) {
      const name = `scratch ${scratch.size}`;
      scratch.set(name, extents);
      return name;
    },
  };

  const kernels = programOf(graph, program).flatMap((operation) => lower(operation, context));
  const written = new Set<string>();
  for (const kernel of kernels) {
    for (const buffer of Object.values(kernel.inputs)) {
      if (written.has(buffer) || inputs.has(buffer)) continue;
      inputs.set(buffer, { kind: 'buffer', buffer, extents: context.extents(buffer) });
    }
    written.add(kernel.output);
  }
  const changed = [...written].filter((name) => !scratch.has(name) && specOf(name).role !== 'activation');
  return { inputs, steps: kernels.flatMap((kernel) => stepsOf(kernel, context)), changed };
}

/** A kernel with the copies that its forms ask for. */
function stepsOf(kernel: Kernel, context: Context): readonly Step[] {
  const { output, inputs, forms = {}, body } = kernel;
  const before: Step[] = [];
  const names = Object.entries(inputs).map(([argument, buffer]) => {
    const wanted = forms[argument];
    const own = context.extents(buffer);
    if (wanted === undefined || sameExtents(own, wanted)) return buffer;
    const copy = formName(buffer, wanted);
    before.push(reshape(buffer, own, copy, wanted));
    return copy;
  });
  const source = functionOf(Object.keys(inputs), body);
  const own = context.extents(output);
  const extents = forms.output ?? own;
  if (sameExtents(extents, own)) return [...before, { source, inputs: names, output, extents }];
  const form = formName(output, extents);
  return [...before, { source, inputs: names, output: form, extents }, reshape(form, extents, output, own)];
}

function formName(buffer: string, extents: Extents): string {
  return `${buffer} as ${extents.join(' ')}`;
}

function sameExtents(a: Extents, b: Extents): boolean {
  return a.every((extent, axis) => extent === b[axis]);
}

/** Copies an array into other extents. */
function reshape(input: string, from: Extents, output: string, to: Extents): Step {
  const row = from[0] * from[1];
  const inRow = `
    const element = ${to[1] === 1 ? '' : `this.thread.y * ${to[0]} + `}this.thread.x;
    const y = ${quotient('element', from[0])};
    return values[this.thread.z][y][element - y * ${from[0]}];`;
  const anywhere = `
    const element = (this.thread.z * ${to[1]} + this.thread.y) * ${to[0]} + this.thread.x;
    const z = ${quotient('element', row)};
    const rest = element - z * ${row};
    const y = ${quotient('rest', from[0])};
    return values[z][y][rest - y * ${from[0]}];`;
  const source = functionOf(['values'], from[2] === to[2] ? inRow : anywhere);
  return { source, inputs: [input], output, extents: to };
}

function functionOf(names: readonly string[], body: string): string {
  return `function (${names.join(', ')}) {\n${body}\n}`;
}
