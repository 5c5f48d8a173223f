import { Sequential, type SequentialConfig } from '@convoy/core';

/** Of one image forward: each kernel's weights, at every place where it is applied. */
export function multiplyAdds(model: SequentialConfig): number {
  const { layers } = new Sequential(model).structure;
  return layers.reduce((total, { outputShape, weights }) => {
    const [height = 1, width = 1] = outputShape.length === 3 ? outputShape : [];
    const kernel = weights.find(({ name }) => name.endsWith('/kernel'))?.shape ?? [0];
    return total + height * width * kernel.reduce((product, extent) => product * extent, 1);
  }, 0);
}
