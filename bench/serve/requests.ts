// One image, as raw pixels and as a PNG file, in the requests that clients would send.

import { glyphs } from '@convoy/core';
import { asPng } from '../../packages/core/src/testing/pictures.ts';
import type { Target } from './load.ts';

const pixels = glyphs({ seed: 1, trainCount: 10, testCount: 10 }).test.images.slice(0, 28 * 28);

/** The Open Inference Protocol with a binary input, and the probabilities in JSON. */
export function rawRequest(model: string): Target {
  const header = Buffer.from(
    JSON.stringify({
      inputs: [
        {
          name: 'images',
          datatype: 'UINT8',
          shape: [1, 28, 28, 1],
          parameters: { binary_data_size: pixels.length },
        },
      ],
      outputs: [{ name: 'probabilities' }],
    }),
  );
  return {
    path: `/v2/models/${model}/infer`,
    body: Buffer.concat([header, pixels]),
    headers: {
      'content-type': 'application/octet-stream',
      'inference-header-content-length': String(header.length),
    },
  };
}

/** The route for people, with every vote in the answer. */
export function pngRequest(model: string): Target {
  const rgba = new Uint8Array(4 * pixels.length);
  for (const [at, grey] of pixels.entries()) rgba.set([grey, grey, grey, 255], 4 * at);
  return {
    path: `/v1/models/${model}:predict`,
    body: asPng(28, 28, rgba),
    headers: { 'content-type': 'image/png' },
  };
}

/** What `peers/onnx_server.py` takes. */
export function peerRequest(): Target {
  return { path: '/predict', body: pixels, headers: { 'content-type': 'application/octet-stream' } };
}
