// Makes WASM modules that share one memory. Each kernel is a module of its own: wasmati cannot encode modules of much
// more than 100 KB, and a call from JavaScript to a kernel that handles a group of rows costs nothing beside its work.

import * as wasm from 'wasmati';
import { KernelsError } from '../../../errors.ts';
import { checkCodeSize } from './size.ts';
import type { Func, ModuleContext } from './writer.ts';

const pageBytes = 65_536;

/** Addresses below this hold constants; buffers follow. */
export const constantBytes = 8_192;

/** The constants that all modules of a graph share. */
export class Constants implements ModuleContext {
  readonly relaxed: boolean;
  readonly #constants: number[] = [];

  constructor(relaxed: boolean) {
    this.relaxed = relaxed;
  }

  constantAddress(value: number): number {
    let index = this.#constants.findIndex((known) => Object.is(known, value));
    if (index < 0) index = this.#constants.push(value) - 1;
    if (index * 4 >= constantBytes) {
      const most = constantBytes / 4;
      throw new KernelsError('too-large', `constants: expected at most ${most} different ones in a graph`);
    }
    return index * 4;
  }

  /** What belongs at address 0. */
  values(): Float32Array {
    return Float32Array.from(this.#constants);
  }
}

export function createMemory(bytes: number): WebAssembly.Memory {
  return new WebAssembly.Memory({ initial: Math.ceil(bytes / pageBytes) });
}

export type Exports = Readonly<Record<string, (...args: number[]) => void>>;

/**
 * Compiles functions into a module over `memory`.
 * @param kernel opens the message if the code is too large
 * @throws {KernelsError} `too-large`
 */
export async function instantiate(
  kernel: string,
  functions: Record<string, Func>,
  memory: WebAssembly.Memory,
): Promise<Exports> {
  checkCodeSize(kernel, Object.values(functions));
  const min = memory.buffer.byteLength / pageBytes;
  const module = wasm.Module({ exports: functions, memory: wasm.importMemory({ min }, memory) });
  const { instance } = await WebAssembly.instantiate(Uint8Array.from(module.toBytes()), module.importMap);
  return instance.exports as Exports;
}
