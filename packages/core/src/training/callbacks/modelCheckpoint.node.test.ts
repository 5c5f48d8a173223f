import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Dense } from '../../layers/dense.ts';
import { Flatten } from '../../layers/flatten.ts';
import { SGD } from '../../optimizers/sgd.ts';
import { decodeModel } from '../save.ts';
import { Sequential } from '../sequential.ts';
import { LearningRateScheduler } from './learningRateScheduler.ts';
import { ModelCheckpoint, type ModelCheckpointOptions } from './modelCheckpoint.node.ts';

/** Dark and bright pixels, one of them with the other's label: being sure of everything costs something there. */
const rows = { images: Uint8Array.of(0, 50, 200, 255, 20, 230, 240), labels: [0, 0, 1, 1, 0, 1, 0] };
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'convoy-checkpoint-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** Four epochs; the last one makes the model worse. */
async function train(options: ModelCheckpointOptions): Promise<Sequential> {
  const model = new Sequential({
    inputShape: [1, 1, 1],
    layers: [Flatten(), Dense({ units: 2, activation: 'softmax' })],
  });
  model.compile({ backend: 'reference', optimizer: SGD() });
  const callbacks = [
    LearningRateScheduler((epoch) => (epoch < 3 ? 0.5 : 500)),
    ModelCheckpoint({ monitor: 'valLoss', ...options }),
  ];
  await model.fit(rows, { epochs: 4, validationData: rows, callbacks });
  return model;
}

describe('ModelCheckpoint', () => {
  it('writes the model after each epoch, over the last one', async () => {
    const filepath = join(folder, 'model.convoy');
    const model = await train({ filepath });
    expect(await readdir(folder)).toEqual(['model.convoy']);
    const saved = await decodeModel(await readFile(filepath));
    expect(await saved.getWeights()).toEqual(await model.getWeights());
  });

  it('writes a file an epoch where the path tells them apart', async () => {
    await train({ filepath: join(folder, 'model-{epoch}.convoy') });
    expect((await readdir(folder)).sort()).toEqual([1, 2, 3, 4].map((epoch) => `model-${epoch}.convoy`));
  });

  it('writes only epochs that beat all before, if asked', async () => {
    const model = await train({
      filepath: join(folder, 'best-{epoch}-{valAccuracy}.convoy'),
      saveBestOnly: true,
    });
    const { valLoss = [] } = model.history?.history ?? {};
    expect(valLoss[3]).toBeGreaterThan(valLoss[2] ?? 0);
    const files = await readdir(folder);
    expect(files).toHaveLength(3);
    expect(files.some((file) => file.startsWith('best-4'))).toBe(false);
  });

  it('names a placeholder that it does not know, and a folder that is missing', async () => {
    await expect(train({ filepath: join(folder, '{step}') })).rejects.toThrowErrorMatchingInlineSnapshot(
      `[CoreError: ModelCheckpoint: filepath: unknown placeholder {step}. There are: epoch, loss, accuracy, learningRate, valLoss, valAccuracy]`,
    );
    await expect(train({ filepath: join(folder, 'missing', 'a') })).rejects.toMatchObject({
      code: 'write-failed',
    });
  });
});
