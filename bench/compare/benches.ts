// What is compared.

import { preset } from '@convoy/core';
import { airbench } from '../convoy/airbench.ts';
import { trainedParameters } from '../convoy/trainedParameters.ts';

export interface Bench {
  readonly name: string;
  readonly title: string;
  readonly network: 'lecture-cnn' | 'airbench94';
  /** Of airbench94. */
  readonly width: number | null;
  readonly work: 'train' | 'inference';
  /** How many train or predict at once, each in a thread of its own. */
  readonly members: number;
  readonly batchSize: number;
  /** Trained numbers: a competitor that has another count runs another network. */
  readonly parameters: number;
  /** What is not quite the same for all. */
  readonly note: string | null;
}

export interface BenchOptions {
  readonly members: number;
  readonly airbenchBatchSize: number;
}

export function benches({ members, airbenchBatchSize }: BenchOptions): readonly Bench[] {
  const parameters = trainedParameters(preset('lecture-cnn', { imageShape: [28, 28, 1], classes: 10 }));
  const lecture = { network: 'lecture-cnn', width: null, batchSize: 256, parameters } as const;
  const atOnce = members === 1 ? 'one member' : `${members} members at once`;
  return [
    {
      name: 'lecture-train',
      title: `training lecture-cnn, batch 256, ${atOnce}`,
      work: 'train',
      members,
      note: 'Convoy shuffles and makes floats of bytes in its turn; ConvNetJS works in float64, image by image',
      ...lecture,
    },
    {
      name: 'lecture-inference',
      title: 'inference of lecture-cnn, batch 256, one thread',
      work: 'inference',
      members: 1,
      note: null,
      ...lecture,
    },
    ...[32, 64].map((width): Bench => {
      return {
        name: `airbench-${width}`,
        title: `training airbench94 at width ${width}, batch ${airbenchBatchSize}, ${atOnce}`,
        network: 'airbench94',
        width,
        work: 'train',
        members,
        batchSize: airbenchBatchSize,
        parameters: trainedParameters(airbench(width)),
        note: 'Convoy trains the whitening kernel, which PyTorch keeps frozen: less than 0.5% more arithmetic',
      };
    }),
  ];
}
