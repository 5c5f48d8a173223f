import type { Rgba } from './format.ts';
import { codecModule } from './modules.ts';
import { createPngCodec, type PngCodec } from './pngCodec.ts';

/** As good as new: no picture has left anything in it. */
let idle: PngCodec | undefined;

/** 16-bit channels keep their upper byte; of an animation, the first picture. @throws if the data do not decode */
export async function decodePng(bytes: Uint8Array): Promise<Rgba> {
  const module = await codecModule('PNG');
  // Nothing waits from here on, so that no other picture finds this codec.
  const codec = idle?.module === module ? idle : createPngCodec(module);
  idle = undefined;
  const decoded = codec.decode(bytes);
  if (!decoded) throw new Error('its image data do not decode');
  if (codec.clear()) idle = codec;
  return decoded;
}
