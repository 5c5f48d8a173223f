// Layers and activations that users define are no part of any other format: exports say so, by name.

import { composedOf, Dense, defineActivation, defineLayer, Flatten, type LayerSpecBase } from '@convoy/core';
import { expect, test } from 'vitest';
import { exportKeras } from './keras/export.ts';
import { exportOnnx } from './onnx/export.ts';
import { exportPytorch } from './pytorch/export.ts';
import { exportSafetensors } from './safetensors/export.ts';
import { importSafetensors } from './safetensors/import.ts';
import { ensembleOf } from './testing/ensembles.ts';

interface UnchangedSpec extends LayerSpecBase {
  readonly type: 'Unchanged';
}
const Unchanged = defineLayer<UnchangedSpec>({
  type: 'Unchanged',
  defaultName: 'unchanged',
  create: () => ({ type: 'Unchanged' }),
  outputShape: (_, inputShape) => inputShape,
  lower: (_, { input }) => ({ output: input, backward() {} }),
});
const lecunTanh = defineActivation({
  type: 'lecunTanh',
  lower: composedOf({ scale: 2 / 3 }, 'tanh', { scale: 1.7159 }),
});

const head = Dense({ units: 3, activation: 'softmax' });
const withLayer = ensembleOf([{ inputShape: [2, 2, 1], layers: [Flatten(), Unchanged(), head] }]);
const withActivation = ensembleOf([
  { inputShape: [2, 2, 1], layers: [Flatten(), Dense({ units: 4, activation: lecunTanh }), head] },
]);

test.each([
  ['onnx', async () => exportOnnx(withLayer), async () => exportOnnx(withActivation)],
  ['keras', () => exportKeras(withLayer), () => exportKeras(withActivation)],
  ['pytorch', async () => exportPytorch(withLayer), async () => exportPytorch(withActivation)],
])("%s refuses layers and activations of the user's own", async (_, exportLayer, exportActivation) => {
  await expect(exportLayer()).rejects.toMatchObject({
    code: 'unsupported-layer',
    message: expect.stringMatching(/^unchanged_1 \(Unchanged\): expected a layer that comes with Convoy/),
  });
  await expect(exportActivation()).rejects.toMatchObject({
    code: 'unsupported-layer',
    message: expect.stringMatching(/^dense_1 \(Dense\): activation: .* got lecunTanh, which is your own/),
  });
});

test('safetensors holds their weights, and names them', () => {
  for (const ensemble of [withLayer, withActivation]) {
    const { networks } = importSafetensors(exportSafetensors(ensemble));
    expect(networks[0]?.model.layers).toEqual(ensemble.networkOf(0).model.layers);
    expect(networks[0]?.weights).toEqual(ensemble.networkOf(0).weights);
  }
});
