import { expect, it } from 'vitest';
import { glyphs } from '../data/glyphs/glyphs.ts';
import { createGenerator } from '../random/generator.ts';
import { deriveSeed } from '../random/seed.ts';
import { Sequential } from '../training/sequential.ts';
import { Conv2D } from './conv2d.ts';
import { Flatten } from './flatten.ts';
import { symmetricEigen } from './symmetricEigen.ts';

const generator = () => createGenerator(deriveSeed(4, 'whitening'));

it('eigenvectors of a symmetric matrix satisfy their equation, are orthonormal, and come largest first', () => {
  const draw = generator();
  const half = Array.from({ length: 7 }, () => Array.from({ length: 7 }, () => draw.normal()));
  const matrix = half.map((row, i) => row.map((value, j) => value + (half[j]?.[i] ?? 0)));
  const eigen = symmetricEigen(matrix);
  eigen.forEach(({ value, vector }, at) => {
    matrix.forEach((row, i) => {
      const product = row.reduce((sum, entry, j) => sum + entry * (vector[j] ?? 0), 0);
      expect(product).toBeCloseTo(value * (vector[i] ?? 0), 12);
    });
    eigen.forEach((other, j) => {
      const product = vector.reduce((sum, x, i) => sum + x * (other.vector[i] ?? 0), 0);
      expect(product).toBeCloseTo(at === j ? 1 : 0, 12);
    });
    if (at > 0) expect(value).toBeLessThanOrEqual(eigen[at - 1]?.value ?? 0);
  });
});

function whitened(filters: number) {
  return new Sequential({
    inputShape: [28, 28, 1],
    layers: [Conv2D({ filters, kernelSize: 2, kernelInitializer: 'whitening' }), Flatten()],
  });
}

it('a whitened first layer gives outputs that are uncorrelated and vary alike, then their negatives', async () => {
  const { images } = glyphs({ trainCount: 200, testCount: 1 }).train;
  const model = whitened(8);
  model.initialize(generator(), images);
  model.compile({ loss: null, backend: 'reference' });
  const outputs = await model.predict(images);
  const positions = outputs.length / 8;
  for (let f = 0; f < 8; f++) {
    for (let g = 0; g < 8; g++) {
      let moment = 0;
      for (let at = 0; at < positions; at++)
        moment += ((outputs[at * 8 + f] ?? 0) * (outputs[at * 8 + g] ?? 0)) / positions;
      if (f % 4 !== g % 4) expect(moment).toBeCloseTo(0, 4);
      // Below 1 where the epsilon beside the eigenvalue counts.
      else if (f === g) expect(moment).toBeGreaterThan(0.8);
      else expect(moment).toBeLessThan(-0.8);
      expect(moment).toBeLessThan(1.0001);
    }
  }
});

it('whitening refuses too many filters, other layers than the first, and a start without images', () => {
  const { images } = glyphs({ trainCount: 10, testCount: 1 }).train;
  expect(() => whitened(10).initialize(generator(), images)).toThrow(
    /even number of filters up to 8.*found 10/,
  );
  expect(() => whitened(8).initialize(generator())).toThrow(/conv2d_1\/kernel: whitening needs images/);
  const second = new Sequential({
    inputShape: [28, 28, 1],
    layers: [
      Conv2D({ filters: 2, kernelSize: 2 }),
      Conv2D({ filters: 8, kernelSize: 2, kernelInitializer: 'whitening' }),
    ],
  });
  expect(() => second.initialize(generator(), images)).toThrow(
    /conv2d_2\/kernel: whitening: only the kernel/,
  );
});
