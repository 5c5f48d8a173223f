// How the graph's buffers lie in memory: rows are padded to whole vectors, so element-by-element kernels need no tails.

import { type BufferSpec, type Graph, sizeOf } from '../../../graph.ts';

export class Buffers {
  readonly batchSize: number;
  readonly #specs: ReadonlyMap<string, BufferSpec>;

  constructor(graph: Graph) {
    this.batchSize = graph.batchSize;
    this.#specs = new Map(graph.buffers.map((spec) => [spec.name, spec]));
  }

  spec(name: string): BufferSpec {
    const spec = this.#specs.get(name);
    if (!spec) throw new Error(`no such buffer: ${name}`);
    return spec;
  }

  /** Elements of one row, or of the whole buffer if it is not batched. */
  size(name: string): number {
    return sizeOf(this.spec(name).shape);
  }

  /** Bytes from one row to the next. */
  rowBytes(name: string): number {
    return Math.ceil(this.size(name) / 4) * 16;
  }

  bytes(name: string): number {
    return this.rowBytes(name) * (this.spec(name).batched ? this.batchSize : 1);
  }

  /** `[height, width, channels]` of an image buffer. */
  image(name: string): { readonly height: number; readonly width: number; readonly channels: number } {
    const [height = 1, width = 1, channels = 1] = this.spec(name).shape;
    return { height, width, channels };
  }

  /** Channels of the last axis, and how many positions there are before it. */
  channels(name: string): { readonly positions: number; readonly channels: number } {
    const channels = this.spec(name).shape.at(-1) ?? 1;
    return { positions: this.size(name) / channels, channels };
  }
}
