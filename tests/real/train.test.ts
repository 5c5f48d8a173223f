// The real command on the real data: what README promises, in small. Needs CONVOY_DATA (see realData.ts).

import { afterAll, describe, expect, it } from 'vitest';
import { convoy, jsonLines, workFolder } from '../cli/convoy.ts';
import { realData, whySkipped } from './realData.ts';

const folder = workFolder();
afterAll(folder.remove);

describe.skipIf(realData === undefined)(`on real data${whySkipped}`, () => {
  it('two members of lecture-cnn reach 97.5% on MNIST within two epochs, and the ensemble is no worse', async () => {
    // Whole batches only: a small last one gives RMSprop a large step at random, right before the epoch is measured.
    const done = await trained('mnist', 'lecture-cnn', [
      '--members',
      '2',
      '--epochs',
      '2',
      '--batch-size',
      '250',
    ]);
    for (const { accuracy } of done.members) expect(accuracy).toBeGreaterThanOrEqual(0.975);
    expect(done.ensemble.accuracy).toBeGreaterThanOrEqual(
      Math.min(...done.members.map(({ accuracy }) => accuracy)),
    );
    expect(done.ensemble.nll).toBeLessThan(Math.max(...done.members.map(({ nll }) => nll)));
  }, 300_000);

  it('lenet5 learns CIFAR-10 for an epoch', async () => {
    const done = await trained('cifar10', 'lenet5', ['--members', '1', '--epochs', '1']);
    expect(done.ensemble.accuracy).toBeGreaterThan(0.3);
  }, 300_000);

  it('the files are the originals', async () => {
    const { code, stdout } = await convoy(['data', 'verify', '--data-dir', realData ?? ''], folder.path);
    expect(code).toBe(0);
    expect(stdout).toContain('train-images-idx3-ubyte.gz (9.9 MB): ok');
  });
});

interface Done {
  readonly ensemble: { readonly accuracy: number; readonly nll: number };
  readonly members: readonly { readonly accuracy: number; readonly nll: number }[];
}

async function trained(dataset: string, model: string, options: readonly string[]): Promise<Done> {
  const args = ['train', '--dataset', dataset, '--model', model, '--workers', '2', '--seed', '7', '--json'];
  const { code, stdout, stderr } = await convoy(
    [...args, ...options, '--data-dir', realData ?? '', '--no-report', '--out', `runs/${dataset}`],
    folder.path,
  );
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return jsonLines(stdout).at(-1) as unknown as Done;
}
