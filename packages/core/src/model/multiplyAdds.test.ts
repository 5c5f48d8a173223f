import { expect, it } from 'vitest';
import { preset } from '../presets/list.ts';
import { multiplyAdds, totalMultiplyAdds } from './multiplyAdds.ts';
import { structureOf } from './structure.ts';

it("counts the lecture network's convolutions and dense layers", () => {
  const costs = multiplyAdds(structureOf(preset('lecture-cnn', { imageShape: [28, 28, 1], classes: 10 })));
  expect(Object.fromEntries(costs)).toEqual({
    conv2d_1: 26 * 26 * 9 * 32,
    conv2d_2: 11 * 11 * 9 * 32 * 64,
    conv2d_3: 3 * 3 * 9 * 64 * 64,
    dense_1: 576 * 64,
    dense_2: 640,
  });
});

it('counts what the paper of airbench94 counts', () => {
  const airbench = structureOf(preset('airbench', { imageShape: [32, 32, 3], classes: 10 }));
  expect(totalMultiplyAdds(airbench) / 1e6).toBeCloseTo(118.15, 1);
});
