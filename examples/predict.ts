// Classifies pictures with a saved ensemble: node examples/predict.ts runs/example seven.png

import { readFile } from 'node:fs/promises';
import { prepareImage } from '@convoy/core/node';
import { Ensemble } from '@convoy/ensemble/node';

const [run = 'runs/example', ...files] = process.argv.slice(2);

const ensemble = await Ensemble.load(run);
for (const file of files) {
  // A photo of any size becomes what the members were trained on; `notes` tells what was done to it.
  const { bytes, notes } = await prepareImage(await readFile(file), file, ensemble);
  const { labels, confidences, members } = await ensemble.predict(bytes);

  const label = ensemble.classNames[labels[0] ?? 0];
  console.log(
    `${file}: ${label}, ${(100 * (confidences[0] ?? 0)).toFixed(1)}% sure (${notes.join('; ') || 'as it is'})`,
  );
  // Each member's own probabilities are there too: where they differ, look twice.
  console.log(
    `  votes: ${members.map((probabilities) => ensemble.classNames[mostLikely(probabilities)]).join(' ')}`,
  );
}
ensemble.dispose();

function mostLikely(probabilities: Float32Array): number {
  return probabilities.indexOf(Math.max(...probabilities));
}
