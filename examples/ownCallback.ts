// A callback of your own, that watches a training and steers it: node examples/ownCallback.ts
//
// This one halves the learning rate when the validation loss no longer falls, and ends the training when that has not
// helped three times (Keras calls the first half ReduceLROnPlateau).

import { type Callback, type EpochEnd, glyphs, preset, Sequential, type Training } from '@convoy/core';

class HalveOnPlateau implements Callback {
  readonly name = 'HalveOnPlateau';
  #best = Number.POSITIVE_INFINITY;
  #halvings = 0;

  onEpochEnd({ epoch, valLoss = Number.NaN }: EpochEnd, training: Training): void {
    const note = this.#judge(valLoss, training);
    console.log(`epoch ${epoch + 1}: validation loss ${valLoss.toFixed(4)}${note}`);
  }

  onTrainEnd({ history }: Training): void {
    console.log(`trained ${history.epoch.length} epochs, best validation loss ${this.#best.toFixed(4)}`);
  }

  #judge(valLoss: number, training: Training): string {
    if (valLoss < this.#best) {
      this.#best = valLoss;
      return '';
    }
    if (this.#halvings === 3) {
      training.stopTraining();
      return ': no better, the end';
    }
    this.#halvings++;
    training.learningRate /= 2;
    return `: no better, learning rate now ${training.learningRate}`;
  }
}

const { train } = glyphs({ trainCount: 1500, testCount: 0 });
const model = new Sequential(preset('lecture-dense', { imageShape: [28, 28, 1], classes: 10 }));
model.compile({ optimizer: 'RMSprop', loss: 'categoricalCrossentropy' });
await model.fit(train, {
  epochs: 40,
  batchSize: 32,
  validationSplit: 1 / 6,
  callbacks: [new HalveOnPlateau()],
});
model.dispose();
