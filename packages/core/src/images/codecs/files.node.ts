// The codecs' WebAssembly under Node, from the files of their packages.

import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { ImageFormat } from './format.ts';

const files: Readonly<Record<ImageFormat, string>> = {
  PNG: '@jsquash/png/codec/pkg/squoosh_png_bg.wasm',
  JPEG: '@jsquash/jpeg/codec/dec/mozjpeg_dec.wasm',
  WebP: '@jsquash/webp/codec/dec/webp_dec.wasm',
};

/** The bytes of the codec that decodes `format`. */
export async function codecBytes(format: ImageFormat): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await readFile(createRequire(import.meta.url).resolve(files[format])));
}
