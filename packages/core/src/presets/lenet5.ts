import { Conv2D } from '../layers/conv2d.ts';
import { Dense } from '../layers/dense.ts';
import { Flatten } from '../layers/flatten.ts';
import { MaxPooling2D } from '../layers/maxPooling2d.ts';
import type { Preset } from './preset.ts';

/** LeNet-5's own input. Smaller images get as much padding by `same` on the first layer. */
const originalSize = 32;

/**
 * LeNet-5 (LeCun et al. 1998): two layers of 5×5 kernels, then 120, 84 and the classes densely connected. 61,706
 * parameters on MNIST, 62,006 on CIFAR-10. With ReLU and max pooling in place of the paper's tanh and trained averages:
 * the lecture's reasons (ReLU converges faster; the largest value of a window tells more than its mean) hold, and every
 * feature map is connected to every one before it.
 */
export const lenet5: Preset = ({ imageShape, classes, ...rest }) => ({
  name: 'lenet5',
  inputShape: imageShape,
  ...rest,
  layers: [
    Conv2D({
      filters: 6,
      kernelSize: 5,
      padding: Math.min(imageShape[0], imageShape[1]) < originalSize ? 'same' : 'valid',
      activation: 'relu',
    }),
    MaxPooling2D({ poolSize: 2 }),
    Conv2D({ filters: 16, kernelSize: 5, activation: 'relu' }),
    MaxPooling2D({ poolSize: 2 }),
    Flatten(),
    Dense({ units: 120, activation: 'relu' }),
    Dense({ units: 84, activation: 'relu' }),
    Dense({ units: classes, activation: 'softmax' }),
  ],
});
