// Trains on pictures of your own: node examples/ownImages.ts ./flowers runs/flowers
//
// The folder has one folder of PNG or JPEG pictures for each class, named by it:
//
//   flowers/iris/1.jpg  flowers/iris/2.png  …
//   flowers/rose/1.jpg  …

import { loadImageFolder } from '@convoy/core/node';
import { trainEnsemble } from '@convoy/ensemble/node';

const [folder = './flowers', out = 'runs/own-images'] = process.argv.slice(2);

const dataset = await loadImageFolder(folder, {
  // Every picture is cut to its middle and resized to 24 × 24; a sixth of each class is kept for the test.
  imageSize: 24,
  testSplit: 1 / 6,
  onProgress: ({ done, of }) => {
    if (done === of) console.log(`read ${of} pictures`);
  },
});
const [height, width, channels] = dataset.imageShape;
console.log(
  `${dataset.classNames.join(', ')}: ${width} × ${height}, ${channels === 1 ? 'grey' : 'in colour'}`,
);
console.log(`${dataset.train.count} pictures to train on, ${dataset.test.count} to test on`);

const { ensemble, metrics } = await trainEnsemble({
  dataset,
  model: 'lecture-cnn',
  members: 2,
  epochs: 6,
  batchSize: 8,
  out,
});
console.log(
  `${(100 * (metrics?.accuracy ?? 0)).toFixed(1)}% of the test pictures are right, saved in ${out}`,
);
ensemble?.dispose();
