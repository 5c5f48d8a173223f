// Every preset at every usual size of pictures: one training step and a prediction, or an error that names the layer
// that does not fit.

import { describe, expect, it } from 'vitest';
import { createGenerator } from '../random/generator.ts';
import { deriveSeed } from '../random/seed.ts';
import { Sequential } from '../training/sequential.ts';
import { preset, presetImageShape, presetNames } from './list.ts';

const sizes = [8, 16, 28, 32, 48, 56, 64, 96, 128, 224];
const batchSize = 2;

async function outcomeOf(name: string, size: number): Promise<string> {
  const [, , channels] = presetImageShape(name);
  const generator = createGenerator(deriveSeed(5, size));
  const images = Uint8Array.from({ length: batchSize * size * size * channels }, () =>
    generator.integer(256),
  );
  try {
    const model = new Sequential(preset(name, { imageShape: [size, size, channels], classes: 10 }));
    model.compile({ backend: 'wasm' });
    const { history } = await model.fit({ images, labels: [3, 8] }, { epochs: 1, batchSize, seed: 1 });
    const probabilities = await model.predict(images);
    return Number.isFinite(history.loss?.[0]) && probabilities.every(Number.isFinite) ? 'trains' : 'diverges';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** A refusal names the layer, what it needs and what it found. */
const refusal = /^\w+ \(\w+\): expected an input of at least \d+×\d+ for \w+ .*, found \[/;

/** From here on every preset must fit. */
const smallestOfAll = 28;

describe('a preset trains and predicts, or says which layer does not fit,', () => {
  it.each(presetNames)(
    'on pictures of 8 to 224 pixels: %s',
    async (name) => {
      for (const size of sizes) {
        const outcome = await outcomeOf(name, size);
        if (outcome !== 'trains')
          expect(`${size}: ${outcome.match(refusal) ? 'refused' : outcome}`).toBe(`${size}: refused`);
        if (size >= smallestOfAll) expect(outcome, `${size} × ${size}`).toBe('trains');
      }
    },
    60_000,
  );
});
