import { Dense } from '../layers/dense.ts';
import { Flatten } from '../layers/flatten.ts';
import type { Preset } from './preset.ts';

/**
 * The densely connected network that the lecture compares its ConvNet with (about 97% on MNIST): one hidden layer of 512,
 * as in the book that the lecture draws on (Chollet, "Deep Learning with Python", chapter 2). 407,050 parameters on MNIST.
 */
export const lectureDense: Preset = ({ imageShape, classes, ...rest }) => ({
  name: 'lecture-dense',
  inputShape: imageShape,
  ...rest,
  layers: [
    Flatten(),
    Dense({ units: 512, activation: 'relu' }),
    Dense({ units: classes, activation: 'softmax' }),
  ],
});
