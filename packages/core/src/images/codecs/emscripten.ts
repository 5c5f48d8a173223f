// JPEG by mozjpeg and WebP by libwebp, as @jsquash compiles them with Emscripten.

import type { ImageFormat, Rgba } from './format.ts';
import { codecModule } from './modules.ts';

type Result = ImageData | null | undefined;

interface JpegCodec {
  decode(bytes: Uint8Array, preserveOrientation: boolean): Result;
}

interface WebpCodec {
  decode(bytes: Uint8Array): Result;
}

type DecoderFactory<D> = (options: {
  readonly noInitialRun: true;
  readonly instantiateWasm: (
    imports: WebAssembly.Imports,
    ready: (instance: WebAssembly.Instance) => void,
  ) => WebAssembly.Exports;
  readonly print: (line: string) => void;
  readonly printErr: (line: string) => void;
}) => Promise<D>;

/** What libjpeg says of data that end early: it goes on with gray, which is no picture anybody took. */
const fatalWarning = /premature end/i;

/** @throws if the data do not decode or end early, in libjpeg's words */
export async function decodeJpeg(bytes: Uint8Array): Promise<Rgba> {
  const { default: factory } = await import('@jsquash/jpeg/codec/dec/mozjpeg_dec.js');
  return decodeWith<JpegCodec>('JPEG', factory, (codec) => codec.decode(bytes, false));
}

/** @throws if the data do not decode */
export async function decodeWebp(bytes: Uint8Array): Promise<Rgba> {
  const { default: factory } = await import('@jsquash/webp/codec/dec/webp_dec.js');
  return decodeWith<WebpCodec>('WebP', factory, (codec) => codec.decode(bytes));
}

async function decodeWith<D>(
  format: ImageFormat,
  factory: DecoderFactory<D>,
  decode: (codec: D) => Result,
): Promise<Rgba> {
  const module = await codecModule(format);
  const lines: string[] = [];
  const note = (line: string) => lines.push(line);
  const codec = await factory({
    noInitialRun: true,
    instantiateWasm: (imports, ready) => {
      const instance = new WebAssembly.Instance(module, imports);
      ready(instance);
      return instance.exports;
    },
    print: note,
    printErr: note,
  });
  const image = attempt(() => decode(codec));
  const fatal = image ? lines.find((line) => fatalWarning.test(line)) : lines.at(-1);
  if (fatal !== undefined || !image) throw new Error(fatal ?? 'its image data do not decode');
  const { width, height, data } = image;
  return { width, height, data: new Uint8Array(data.buffer, data.byteOffset, data.length) };
}

/** Null if the codec gave up, which it does by a C++ exception or an exit; its words were printed. */
function attempt(decode: () => Result): Result {
  try {
    return decode();
  } catch {
    return null;
  }
}
