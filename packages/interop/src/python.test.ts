// The tools themselves, in Python, compute what `predict` computes from the files that were exported for them.

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  Conv2D,
  createGenerator,
  deriveSeed,
  Flatten,
  type LayerSpec,
  preset,
  presetNames,
} from '@convoy/core';
import { presetImageShape } from '@convoy/core/internal';
import type { Combination } from '@convoy/ensemble';
import type { Ensemble } from '@convoy/ensemble/node';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { exportKeras } from './keras/export.ts';
import { exportOnnx } from './onnx/export.ts';
import { exportPytorch } from './pytorch/export.ts';
import { ensembleOf } from './testing/ensembles.ts';
import { writePredictions } from './testing/predictions.ts';
import { findPython } from './testing/python.ts';
import { randomNetwork } from './testing/randomNetwork.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'convoy-interop-'));
});
afterEach(() => rm(folder, { recursive: true }));

const small = preset('lecture-cnn', { imageShape: [28, 28, 1], classes: 10 });
const combinations: Readonly<Record<string, Combination>> = {
  mean: { method: 'mean' },
  calibrated: { method: 'mean', temperature: 0.4 },
  vote: { method: 'vote' },
  greedy: { method: 'greedy', weights: [0.25, 0, 0.75] },
  'greedy and calibrated': { method: 'greedy', weights: [0.25, 0.5, 0.25], temperature: 1.5 },
};

/** Every preset, every combination, random networks, and what is seldom. */
function* cases(): Generator<readonly [string, Ensemble]> {
  for (const name of presetNames) {
    yield [name, ensembleOf([preset(name, { imageShape: presetImageShape(name), classes: 10 })])];
  }
  for (const [name, combination] of Object.entries(combinations)) {
    yield [name, ensembleOf([small, small, small], combination)];
  }
  const random = createGenerator(deriveSeed(2, 'networks'));
  for (let turn = 0; turn < 25; turn++) {
    yield [`random-${turn}`, ensembleOf([randomNetwork(random)], { method: 'mean' }, turn)];
  }
  const names = [Conv2D({ filters: 2, kernelSize: 2, name: 'train.me' }), Flatten({ name: 'forward' })];
  yield ['names', ensembleOf([{ inputShape: [3, 3, 2], layers: names }])];
}

/**
 * Keras has no L2 pooling, no votes and no temperature. On PyTorch, where it runs here, its average pooling with padding
 * `same` repeats border cells where both sides differ; on TensorFlow and JAX it leaves them out, as Convoy does.
 */
function fitsKeras({ models, combination }: Ensemble): boolean {
  const isPlain = combination.method !== 'vote' && combination.temperature === undefined;
  const fits = (layer: LayerSpec) =>
    layer.type !== 'L2Pooling2D' && !(layer.type === 'AveragePooling2D' && layer.padding === 'same');
  return isPlain && models.every(({ layers }) => layers.every(fits));
}

const formats = [
  {
    format: 'pytorch',
    modules: ['torch', 'safetensors', 'numpy'],
    async write(at: string, ensemble: Ensemble) {
      const { program, weights } = exportPytorch(ensemble);
      await writeFile(join(at, 'model.py'), program);
      await writeFile(join(at, 'model.safetensors'), weights);
    },
  },
  {
    format: 'onnx',
    modules: ['onnx', 'onnxruntime', 'numpy'],
    write: (at: string, ensemble: Ensemble) => writeFile(join(at, 'model.onnx'), exportOnnx(ensemble)),
  },
  {
    format: 'keras',
    modules: ['keras', 'torch', 'numpy'],
    write: async (at: string, ensemble: Ensemble) =>
      writeFile(join(at, 'model.keras'), await exportKeras(ensemble)),
  },
];

describe.each(formats)('$format', async ({ format, modules, write }) => {
  const python = await findPython(...modules);
  test.skipIf(python.missing !== null)(
    `predicts as Convoy does${python.missing === null ? '' : ` (${python.missing})`}`,
    async () => {
      for (const [name, ensemble] of cases()) {
        if (format === 'keras' && !fitsKeras(ensemble)) continue;
        await writePredictions(join(folder, name), ensemble);
        await write(join(folder, name), ensemble);
        ensemble.dispose();
      }
      const differences: Record<string, number> = JSON.parse(
        await python.run('compare.py', [format, folder]),
      );
      expect(Object.keys(differences).length).toBeGreaterThan(20);
      for (const [name, difference] of Object.entries(differences))
        expect(difference, name).toBeLessThan(1e-5);
    },
  );
});
