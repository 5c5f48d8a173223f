import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Flatten } from '../layers/flatten.ts';
import { createGenerator } from '../random/generator.ts';
import { deriveSeed } from '../random/seed.ts';
import { errorOf, halves, softmax } from '../testing/halves.ts';
import { Sequential } from './sequential.node.ts';

describe('a model in a file', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'convoy-model-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const config = { inputShape: [4, 4, 1] as const, layers: [Flatten(), softmax] };
  const { images } = halves(3);

  it('predicts as it did before it was saved', async () => {
    const path = join(folder, 'model.convoy');
    using model = new Sequential(config);
    model.initialize(createGenerator(deriveSeed(3)));
    await model.save(path);
    using loaded = await Sequential.load(path);
    expect(loaded).toBeInstanceOf(Sequential);
    expect(loaded.config).toEqual(model.config);
    expect(await loaded.predict(images)).toEqual(await model.predict(images));
  });

  it('is refused with the name of the file if it is missing or damaged', async () => {
    const missing = await errorOf(Sequential.load(join(folder, 'none.convoy')));
    expect([missing.code, missing.message]).toEqual(['read-failed', expect.stringContaining('none.convoy')]);
    const path = join(folder, 'text.convoy');
    await writeFile(path, 'hello');
    const damaged = await errorOf(Sequential.load(path));
    expect([damaged.code, damaged.message]).toEqual([
      'not-a-container',
      expect.stringContaining(`${path}: `),
    ]);
  });

  it('is disposed of at the end of a block', async () => {
    const kept: Sequential[] = [];
    {
      using model = new Sequential(config);
      kept.push(model);
    }
    const error = await errorOf(kept[0]?.predict(images) ?? Promise.resolve());
    expect(error.code).toBe('disposed');
  });
});
