// The calls of an executable, as `backend.ts` describes them.

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Backend, Executable } from '../backend.ts';
import type { Graph } from '../graph.ts';
import { labelRows, rows, whole } from '../graphBuilder.ts';

/** Adds a trained bias to rows of three; `learn` moves the bias along the sum of the rows. */
const graph: Graph = {
  batchSize: 4,
  buffers: [
    rows('input', 'input', [3]),
    labelRows('labels'),
    whole('parameter', 'kernel', [3, 3]),
    whole('parameter', 'bias', [3]),
    whole('input', 'learning_rate', []),
    rows('activation', 'hidden', [3]),
    rows('output', 'output', [3]),
    whole('output', 'bias_grad', [3]),
  ],
  programs: {
    apply: [
      { kind: 'scale', factor: 2, input: 'input', output: 'hidden' },
      { kind: 'dense', input: 'hidden', kernel: 'kernel', bias: 'bias', output: 'output' },
    ],
    learn: [
      { kind: 'biasGrad', outputGrad: 'input', biasGrad: 'bias_grad' },
      {
        kind: 'sgd',
        parameter: 'bias',
        gradient: 'bias_grad',
        learningRate: 'learning_rate',
        weightDecay: 0,
        momentum: 0,
        nesterov: false,
        velocity: null,
      },
    ],
  },
};
const identity = [1, 0, 0, 0, 1, 0, 0, 0, 1];

export function describeExecutable(backendFactory: () => Promise<Backend>): void {
  describe('an executable', () => {
    let executable: Executable;
    beforeEach(async () => {
      executable = await (await backendFactory()).compile(graph);
    });
    afterEach(() => executable.dispose());

    it('starts parameters as zeros', async () => {
      expect(await executable.read('kernel')).toEqual(new Float32Array(9));
    });

    it('keeps parameters between runs and shares them between programs', async () => {
      executable.write('kernel', identity);
      executable.write('bias', [10, 20, 30]);
      executable.write('learning_rate', [1]);
      executable.write('input', [1, 2, 3]);
      await executable.run('learn', 1);
      await executable.run('learn', 1);
      await executable.run('apply', 1);
      expect([...(await executable.read('output', new Float32Array(3)))]).toEqual([10, 20, 30]);
      expect([...(await executable.read('bias'))]).toEqual([8, 16, 24]);
    });

    it('runs all rows unless it is told how many', async () => {
      executable.write('input', [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
      await executable.run('learn');
      expect([...(await executable.read('bias_grad'))]).toEqual([22, 26, 30]);
      await executable.run('learn', 2);
      expect([...(await executable.read('bias_grad'))]).toEqual([5, 7, 9]);
    });

    it('reads as many values as the array has room for, and inputs as they were written', async () => {
      executable.write('input', [1, 2, 3, 4, 5, 6]);
      const into = new Float32Array(5);
      expect(await executable.read('input', into)).toBe(into);
      expect([...into]).toEqual([1, 2, 3, 4, 5]);
      expect(await executable.read('input')).toHaveLength(12);
    });

    it('returns a copy, which later runs leave alone', async () => {
      executable.write('bias', [1, 2, 3]);
      const copy = await executable.read('bias');
      executable.write('bias', [4, 5, 6]);
      expect([...copy]).toEqual([1, 2, 3]);
    });

    it('reads int32 buffers as Int32Array', async () => {
      executable.write('labels', [3, -2, 2 ** 31 - 1, 0]);
      expect(await executable.read('labels')).toEqual(Int32Array.of(3, -2, 2 ** 31 - 1, 0));
    });

    it('gives the same bits for the same run', async () => {
      const values = Array.from({ length: 12 }, (_, i) => Math.sin(i));
      executable.write('kernel', values.slice(0, 9));
      executable.write('input', values);
      await executable.run('apply');
      const first = await executable.read('output');
      await executable.run('apply', 1);
      await executable.run('apply');
      expect(await executable.read('output')).toEqual(first);
    });

    it('leaves other executables of the same graph alone', async () => {
      const other = await (await backendFactory()).compile(graph);
      other.write('bias', [7, 7, 7]);
      expect([...(await executable.read('bias'))]).toEqual([0, 0, 0]);
      other.dispose();
    });

    it('names the buffers and programs that there are when asked for another', async () => {
      expect(() => executable.write('weights', [1])).toThrow(/weights.*kernel/s);
      await expect(executable.read('weights')).rejects.toThrow(/weights.*output/s);
      await expect(executable.run('train')).rejects.toThrow(/train.*apply, learn/s);
      await expect(executable.run('toString')).rejects.toMatchObject({ code: 'unknown-program' });
    });

    it('refuses to write an output and to read an activation', async () => {
      expect(() => executable.write('output', [1, 2, 3])).toThrow(/output/);
      await expect(executable.read('hidden')).rejects.toThrow(/activation/);
    });

    it('refuses a wrong number of values or rows', async () => {
      const wrongSize = expect.objectContaining({ code: 'wrong-size' });
      expect(() => executable.write('bias', [1, 2])).toThrow(wrongSize);
      expect(() => executable.write('bias', [1, 2, 3, 4])).toThrow(wrongSize);
      expect(() => executable.write('input', new Float32Array(15))).toThrow(wrongSize);
      expect(() => executable.write('input', [1, 2, 3, 4])).toThrow(wrongSize);
      await expect(executable.read('bias', new Float32Array(4))).rejects.toThrow(wrongSize);
      for (const count of [0, 5, 1.5, Number.NaN]) {
        await expect(executable.run('apply', count)).rejects.toMatchObject({ code: 'wrong-size' });
      }
    });

    it('refuses every call once disposed', async () => {
      executable.dispose();
      const disposed = expect.objectContaining({ code: 'disposed' });
      expect(() => executable.write('bias', [1, 2, 3])).toThrow(disposed);
      await expect(executable.run('apply')).rejects.toThrow(disposed);
      await expect(executable.read('bias')).rejects.toThrow(disposed);
    });

    it('is not made from an inconsistent graph', async () => {
      const broken = { ...graph, buffers: graph.buffers.filter(({ name }) => name !== 'bias') };
      const backend = await backendFactory();
      await expect(backend.compile(broken)).rejects.toMatchObject({ code: 'invalid-graph' });
    });
  });
}
