// PNG by the `png` crate of Rust's image-rs, as @jsquash/png compiles it. That package's own script never clears its one
// instance; the imports that its module needs are few and written here instead. Making an instance takes longer than decoding
// a small picture, so one is used again, after its memory was put back to what it was before any picture: 0.16 ms
// for a picture of 28 × 28 instead of 0.54.

import type { Rgba } from './format.ts';

/** Room that the allocator is given before the memory is remembered: larger pictures than about 256 × 256 take more. */
const room = 1 << 19;

export interface PngCodec {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  /** Undefined if the data do not decode; the codec is not to be used again then. */
  decode(bytes: Uint8Array): Rgba | undefined;
  /** Puts the whole memory back to its first state. False if it has grown: then the codec is not as good as new. */
  clear(): boolean;
}

/** @throws if the module is another one */
export function createPngCodec(module: WebAssembly.Module): PngCodec {
  let decoded: Rgba | undefined;
  const take = (pointer: number, length: number, width: number, height: number): number => {
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
  const { memory, decode, allocate, free } = checked(exports);
  free(allocate(room, 1), room, 1);
  return {
    module,
    memory,
    clear: remember(memory),
    decode(bytes) {
      decoded = undefined;
      const pointer = allocate(bytes.length, 1) >>> 0;
      new Uint8Array(memory.buffer).set(bytes, pointer);
      try {
        decode(pointer, bytes.length);
      } catch {
        // A panic of Rust arrives as `unreachable`, without its words, and leaves the stack as it was.
        return undefined;
      }
      return decoded;
    },
  };
}

type Call = (...values: number[]) => number;

function checked({
  memory,
  decode,
  __wbindgen_malloc: allocate,
  __wbindgen_free: free,
}: WebAssembly.Exports) {
  const areCalls = [decode, allocate, free].every((one) => typeof one === 'function');
  if (!(memory instanceof WebAssembly.Memory && areCalls)) {
    throw new Error('this is not the PNG codec of @jsquash/png');
  }
  return { memory, decode: decode as Call, allocate: allocate as Call, free: free as Call };
}

/** Remembers what a memory holds, which is little and lies together. */
function remember(memory: WebAssembly.Memory): () => boolean {
  const { buffer } = memory;
  const bytes = new Uint8Array(buffer);
  const first = bytes.findIndex((byte) => byte !== 0);
  const kept = bytes.slice(first, bytes.findLastIndex((byte) => byte !== 0) + 1);
  return () => {
    if (memory.buffer !== buffer) return false;
    bytes.fill(0);
    bytes.set(kept, first);
    return true;
  };
}
