// The codecs as compiled modules, each compiled at its first use. Every decode gets an instance that is new
// or was made as good as new: one picture never sees the memory of another, and one that breaks its codec breaks nothing else.

import { codecBytes } from '@convoy/core/codecs';
import { CoreError } from '../../errors.ts';
import { reasonOf } from '../../reason.ts';
import type { ImageFormat } from './format.ts';

const modules = new Map<ImageFormat, Promise<WebAssembly.Module>>();

/**
 * Gives the image codecs to a page that cannot fetch them: the bytes of the `.wasm` files of `@jsquash/png`,
 * `@jsquash/jpeg` and `@jsquash/webp`. Node and pages built with Vite or webpack need no call.
 *
 * @example
 * provideImageCodecs({ PNG: await (await fetch('/codecs/png.wasm')).arrayBuffer() });
 */
export function provideImageCodecs(codecs: Readonly<Partial<Record<ImageFormat, BufferSource>>>): void {
  for (const format of Object.keys(codecs) as ImageFormat[]) {
    const bytes = codecs[format];
    if (bytes) modules.set(format, WebAssembly.compile(bytes));
  }
}

/** @throws {CoreError} `read-failed` if the codec's file cannot be read */
export async function codecModule(format: ImageFormat): Promise<WebAssembly.Module> {
  const compiled = modules.get(format) ?? compile(format);
  modules.set(format, compiled);
  try {
    return await compiled;
  } catch (cause) {
    modules.delete(format);
    throw new CoreError('read-failed', `cannot load the ${format} codec: ${reasonOf(cause)}`, { cause });
  }
}

async function compile(format: ImageFormat): Promise<WebAssembly.Module> {
  return WebAssembly.compile(await codecBytes(format));
}
