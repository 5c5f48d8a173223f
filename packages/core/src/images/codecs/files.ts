// The codecs' WebAssembly in a page. Vite and webpack find `new URL(…, import.meta.url)` and put the file beside the script;
// a page built otherwise, or one without a server, calls `provideImageCodecs`.

import type { ImageFormat } from './format.ts';

const addresses: Readonly<Record<ImageFormat, () => URL>> = {
  PNG: () => new URL('@jsquash/png/codec/pkg/squoosh_png_bg.wasm', import.meta.url),
  JPEG: () => new URL('@jsquash/jpeg/codec/dec/mozjpeg_dec.wasm', import.meta.url),
  WebP: () => new URL('@jsquash/webp/codec/dec/webp_dec.wasm', import.meta.url),
};

/** The bytes of the codec that decodes `format`. */
export async function codecBytes(format: ImageFormat): Promise<Uint8Array<ArrayBuffer>> {
  const response = await fetch(addresses[format]());
  if (!response.ok) throw new Error(`${response.url} answered ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}
