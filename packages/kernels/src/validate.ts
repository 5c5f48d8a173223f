// Whether a graph is sound. Every backend asks before it compiles, so each may count on what is checked here: names that
// exist, shapes and types that fit, values written before they are read, and nothing written twice in a program.

import { KernelsError } from './errors.ts';
import type { BufferRole, BufferSpec, Graph } from './graph.ts';
import { type Operand, operandsOf, operationKinds } from './operands.ts';
import type { Operation } from './operations.ts';
import { checkOf } from './validation/check.ts';
import { checkBufferSize } from './validation/limits.ts';
import { checkShapes } from './validation/rules.ts';

/** @throws {KernelsError} `invalid-graph` or `too-large`, naming program, operation, buffer, expected and found. */
export function validateGraph(graph: Graph): void {
  if (!Number.isInteger(graph.batchSize) || graph.batchSize < 1) {
    throw invalid(`batchSize: expected a whole number of at least 1, found ${graph.batchSize}`);
  }
  const buffers = buffersByName(graph);
  for (const [name, operations] of Object.entries(graph.programs)) {
    validateProgram(name, operations, buffers);
  }
}

function buffersByName(graph: Graph): ReadonlyMap<string, BufferSpec> {
  const buffers = new Map<string, BufferSpec>();
  for (const buffer of graph.buffers) {
    if (buffers.has(buffer.name)) throw invalid(`two buffers have the name ${buffer.name}: rename one`);
    if (!buffer.shape.every((extent) => Number.isInteger(extent) && extent >= 1)) {
      const found = buffer.shape.join(', ');
      throw invalid(`buffer ${buffer.name}: expected extents of at least 1, found [${found}]`);
    }
    checkBufferSize(buffer, graph.batchSize);
    buffers.set(buffer.name, buffer);
  }
  return buffers;
}

function validateProgram(
  name: string,
  operations: readonly Operation[],
  buffers: ReadonlyMap<string, BufferSpec>,
): void {
  const written = new Set<string>();
  operations.forEach((operation, index) => {
    const where = `program ${name}, operation ${index + 1} (${operation.kind})`;
    if (!operationKinds.includes(operation.kind)) {
      throw invalid(`${where}: unknown kind of operation. There are: ${operationKinds.join(', ')}`);
    }
    const operands = operandsOf(operation);
    for (const operand of operands) checkRole(operand, buffers, where);
    checkShapes(operation, checkOf(operation, buffers, where));
    for (const { buffer, access, field } of operands) {
      if (access === 'read' && isTransient(buffers.get(buffer)) && !written.has(buffer)) {
        throw invalid(`${where}: buffer ${buffer} (${field}) is read before this program writes it`);
      }
    }
    for (const { buffer, access, field } of operands) {
      if (access !== 'write') continue;
      if (written.has(buffer)) {
        throw invalid(`${where}: buffer ${buffer} (${field}) is written a second time; use another buffer`);
      }
      written.add(buffer);
    }
  });
}

/** Whether a buffer holds nothing until the running program writes it. */
function isTransient(buffer: BufferSpec | undefined): boolean {
  return buffer?.role === 'activation' || buffer?.role === 'output';
}

function checkRole(operand: Operand, buffers: ReadonlyMap<string, BufferSpec>, where: string): void {
  const { field, access } = operand;
  const buffer = buffers.get(operand.buffer);
  if (buffer === undefined) {
    throw invalid(`${where}: ${field} names the buffer ${operand.buffer}, which the graph does not have`);
  }
  const allowed = rolesFor(operand);
  if (allowed !== null && !allowed.includes(buffer.role)) {
    const expected = allowed.join(' or ');
    throw invalid(
      `${where}: buffer ${buffer.name} (${field}): to ${access} it, expected the role ${expected}, found ${buffer.role}`,
    );
  }
}

/** Null where any role will do. */
function rolesFor({ field, access }: Operand): readonly BufferRole[] | null {
  switch (access) {
    case 'read':
      return null;
    case 'write':
      return ['activation', 'output'];
    case 'update':
      return field === 'parameter' ? ['parameter'] : ['state'];
    default:
      throw access satisfies never;
  }
}

function invalid(message: string): KernelsError {
  return new KernelsError('invalid-graph', message);
}
