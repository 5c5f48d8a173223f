// What is known of each dataset without reading it: those that come with Convoy, and those that `defineDataset` adds.

import { createRegistry } from '../registry.ts';
import { cifar10Facts } from './cifar10.ts';
import type { DatasetFacts } from './dataset.ts';
import { glyphsFacts } from './glyphs/glyphs.ts';
import { mnistFacts } from './mnist.ts';

const builtIn = {
  mnist: mnistFacts,
  cifar10: cifar10Facts,
  glyphs: glyphsFacts,
} satisfies Readonly<Record<string, DatasetFacts>>;

export type BuiltInDataset = keyof typeof builtIn;

export const factsByName = createRegistry<DatasetFacts>(
  'data set',
  'unknown-dataset',
  Object.entries(builtIn),
);
