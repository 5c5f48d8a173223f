// PNG by the `png` crate of Rust's image-rs, as @jsquash/png compiles it. That package's own script holds one instance for
// ever; the imports that its module needs are few and written here instead, so that every picture gets a new one.

import type { Rgba } from './format.ts';
import { codecModule } from './modules.ts';

/** 16-bit channels keep their upper byte; of an animation, the first picture. @throws if the data do not decode */
export async function decodePng(bytes: Uint8Array): Promise<Rgba> {
  const module = await codecModule('PNG');
  let decoded: Rgba | undefined;
  const take = (pointer: number, length: number, width: number, height: number): number => {
    if (!(memory instanceof WebAssembly.Memory)) return 0;
    const data = new Uint8Array(memory.buffer, pointer >>> 0, length >>> 0).slice();
    decoded = { width: width >>> 0, height: height >>> 0, data };
    return 0;
  };
  const unused = () => {
    throw new Error('the PNG codec asked for something unexpected');
  };
  // wasm-bindgen ends the names with a hash.
  const imports = WebAssembly.Module.imports(module).map(({ name }) => {
    return [name, name.startsWith('__wbg_newwithownedu8clampedarray') ? take : unused] as const;
  });
  const { exports } = new WebAssembly.Instance(module, { wbg: Object.fromEntries(imports) });
  const { memory, decode, __wbindgen_malloc: allocate } = exports;
  if (
    !(memory instanceof WebAssembly.Memory && typeof decode === 'function' && typeof allocate === 'function')
  ) {
    throw new Error('this is not the PNG codec of @jsquash/png');
  }
  const pointer = allocate(bytes.length, 1) >>> 0;
  new Uint8Array(memory.buffer).set(bytes, pointer);
  try {
    decode(pointer, bytes.length);
  } catch {
    // A panic of Rust arrives as `unreachable`, without its words.
  }
  if (!decoded) throw new Error('its image data do not decode');
  return decoded;
}
