// The rules of an executable's calls, the same for every backend: which buffers may be written and read, how many
// values, how many rows. Each function throws a KernelsError that says what was asked and what there is.

import { KernelsError } from './errors.ts';
import { type BufferRole, type BufferSpec, elementsOf, type Graph, sizeOf } from './graph.ts';
import type { Operation } from './operations.ts';

const writableRoles: readonly BufferRole[] = ['input', 'parameter', 'state'];
const readableRoles: readonly BufferRole[] = ['output', 'parameter', 'state', 'input'];

/** The buffer of a name, if a caller may write `count` values into it. */
export function writableBuffer(graph: Graph, name: string, count: number): BufferSpec {
  const buffer = bufferWithRole(graph, name, writableRoles, 'written');
  const room = elementsOf(buffer, graph.batchSize);
  const row = sizeOf(buffer.shape);
  const fits = buffer.batched ? count <= room && count % row === 0 : count === room;
  if (!fits) {
    const rows = `whole rows of ${row}, at most ${graph.batchSize} of them`;
    const expected = buffer.batched ? rows : `${room}`;
    throw new KernelsError('wrong-size', `buffer ${name}: got ${count} values, expected ${expected}`);
  }
  return buffer;
}

/** The buffer of a name, if a caller may read it into an array with room for `room` values (all, if not given). */
export function readableBuffer(graph: Graph, name: string, room?: number): BufferSpec {
  const buffer = bufferWithRole(graph, name, readableRoles, 'read');
  const held = elementsOf(buffer, graph.batchSize);
  if (room !== undefined && room > held) {
    throw new KernelsError(
      'wrong-size',
      `buffer ${name}: asked for ${room} values, but it holds ${held}; pass a smaller array`,
    );
  }
  return buffer;
}

/** The operations of a program. */
export function programOf(graph: Graph, name: string): readonly Operation[] {
  const program = Object.hasOwn(graph.programs, name) ? graph.programs[name] : undefined;
  if (program === undefined) {
    const known = Object.keys(graph.programs).join(', ');
    throw new KernelsError('unknown-program', `unknown program: ${name}. There are: ${known}`);
  }
  return program;
}

/** The rows of a run: all of the batch if not given. */
export function rowsOf(graph: Graph, rows: number = graph.batchSize): number {
  if (!Number.isInteger(rows) || rows < 1 || rows > graph.batchSize) {
    throw new KernelsError('wrong-size', `cannot run ${rows} rows: expected 1 to ${graph.batchSize}`);
  }
  return rows;
}

/** What every call throws once an executable is disposed. */
export function disposedError(): KernelsError {
  return new KernelsError('disposed', 'this executable was disposed; compile the graph again to use it');
}

function bufferWithRole(graph: Graph, name: string, roles: readonly BufferRole[], verb: string): BufferSpec {
  const buffer = graph.buffers.find((candidate) => candidate.name === name);
  if (buffer !== undefined && roles.includes(buffer.role)) return buffer;
  const names = graph.buffers.filter(({ role }) => roles.includes(role)).map((candidate) => candidate.name);
  const what =
    buffer === undefined
      ? `unknown buffer: ${name}`
      : `buffer ${name} has the role ${buffer.role}: it cannot be ${verb}`;
  throw new KernelsError('unknown-buffer', `${what}. Can be ${verb}: ${names.join(', ')}`);
}
