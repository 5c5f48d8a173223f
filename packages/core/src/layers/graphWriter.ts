// Builds a Graph: collects buffers by name and the operations of one program after another. Programs share buffers:
// declaring a name again is right if it is the same buffer in all, and an error of the engine otherwise.

import type { BufferSpec, Graph, Operation } from '@convoy/kernels';
import { CoreError } from '../errors.ts';
import { formatShape, type Shape } from './shape.ts';

/** Collects the buffers and the operations of a graph while layers are lowered. */
export class GraphWriter {
  readonly #buffers = new Map<string, BufferSpec>();
  readonly #programs = new Map<string, Operation[]>();
  #operations: Operation[] = [];

  /** Begins a program: what is emitted from here on belongs to it. */
  beginProgram(name: string): void {
    this.#operations = [];
    this.#programs.set(name, this.#operations);
  }

  /** Adds an operation to the program. */
  emit(operation: Operation): void {
    this.#operations.push(operation);
  }

  /** Declares a buffer. Returns its name. */
  declare(buffer: BufferSpec): string {
    const known = this.#buffers.get(buffer.name);
    if (known !== undefined && describe(known) !== describe(buffer)) {
      throw new CoreError(
        'invalid-argument',
        `buffer ${buffer.name}: declared as ${describe(known)}, then as ${describe(buffer)}`,
      );
    }
    this.#buffers.set(buffer.name, buffer);
    return buffer.name;
  }

  /** A buffer that holds one such shape for each row, within a run. */
  activation(name: string, shape: Shape): string {
    return this.declare({ name, role: 'activation', shape, batched: true, type: 'float32' });
  }

  /** A buffer that holds one such shape in all, within a run: sums over the batch. */
  total(name: string, shape: Shape): string {
    return this.declare({ name, role: 'activation', shape, batched: false, type: 'float32' });
  }

  /** The buffer for the gradient of the loss with respect to a buffer: `conv2d_1/kernel/gradient`. */
  gradientOf(name: string): string {
    const { shape, batched } = this.#known(name);
    return batched ? this.activation(`${name}/gradient`, shape) : this.total(`${name}/gradient`, shape);
  }

  /** The shape of a buffer, per row if it has rows. */
  shapeOf(name: string): Shape {
    return this.#known(name).shape;
  }

  /** The graph that was collected. */
  graph(batchSize: number): Graph {
    return {
      batchSize,
      buffers: [...this.#buffers.values()],
      programs: Object.fromEntries(this.#programs),
    };
  }

  #known(name: string): BufferSpec {
    const buffer = this.#buffers.get(name);
    if (buffer === undefined) throw new CoreError('invalid-argument', `buffer ${name}: not declared yet`);
    return buffer;
  }
}

function describe({ role, type, shape, batched }: BufferSpec): string {
  return `${role} ${type} ${formatShape(shape)}${batched ? ' for each row' : ''}`;
}
