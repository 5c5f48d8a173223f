// The worker's side: one ensemble, loaded once, and a picture at a time.

import { parentPort, workerData } from 'node:worker_threads';
import { prepareImage } from '@convoy/core/node';
import { Ensemble } from '@convoy/ensemble/node';

export interface Answer {
  readonly label: string;
  readonly probability: number;
}

export interface Reply {
  readonly id: number;
  readonly answer?: Answer;
  readonly error?: string;
}

const ensemble = await Ensemble.load(workerData.run);

parentPort?.on('message', async ({ id, picture }: { id: number; picture: Uint8Array }) => {
  parentPort?.postMessage({ id, ...(await reply(picture)) });
});
parentPort?.postMessage('ready');

async function reply(picture: Uint8Array): Promise<Omit<Reply, 'id'>> {
  try {
    const { bytes } = await prepareImage(picture, 'the picture', ensemble);
    const { labels, confidences } = await ensemble.predict(bytes);
    return {
      answer: { label: ensemble.classNames[labels[0] ?? 0] ?? '', probability: confidences[0] ?? 0 },
    };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}
