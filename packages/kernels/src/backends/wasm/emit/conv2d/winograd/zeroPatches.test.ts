import { describe, expect, it } from 'vitest';
import type { Graph } from '../../../../../graph.ts';
import { rows, whole } from '../../../../../graphBuilder.ts';
import { createWasmBackend } from '../../../backend.ts';
import { forcedAlgorithms } from '../../../plan/algorithm.ts';

const [size, channels] = [14, 32];

/** A convolution with zero bias, with or without ReLU behind it. */
const graph: Graph = {
  batchSize: 1,
  buffers: [
    rows('input', 'input', [size, size, channels]),
    whole('parameter', 'kernel', [3, 3, channels, channels]),
    whole('parameter', 'bias', [channels]),
    rows('output', 'output', [size, size, channels]),
  ],
  programs: {
    forward: [
      {
        kind: 'conv2d',
        input: 'input',
        kernel: 'kernel',
        bias: 'bias',
        output: 'output',
        strides: [1, 1],
        padding: 'same',
      },
    ],
  },
};

describe('a patch of zeros beside other values stays exactly zero', () => {
  for (const algorithm of forcedAlgorithms) {
    it(`with ${algorithm}`, async () => {
      const executable = await (await createWasmBackend({ algorithm })).compile(graph);
      const image = Float32Array.from({ length: size * size * channels }, (_, i) =>
        Math.floor(i / channels) % size < 7 ? Math.sin(i) : 0,
      );
      executable.write('input', image);
      executable.write(
        'kernel',
        Float32Array.from({ length: 9 * channels * channels }, (_, i) => Math.cos(i * 1.7)),
      );
      await executable.run('forward');
      const output = await executable.read('output');
      const at = (y: number, x: number) =>
        output.subarray((y * size + x) * channels, (y * size + x + 1) * channels);
      for (let y = 0; y < size; y++) {
        // Column 7 sees column 6, the last that is not zero; from column 8 on all is zero.
        expect(at(y, 7).some((value) => value !== 0)).toBe(true);
        for (let x = 8; x < size; x++) expect(at(y, x).every((value) => value === 0)).toBe(true);
      }
      executable.dispose();
    });
  }
});
