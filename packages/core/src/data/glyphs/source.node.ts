import type { DatasetSource } from '../source.ts';
import { glyphs, glyphsClassNames, glyphsShape } from './glyphs.ts';

export const glyphsSource: DatasetSource = {
  name: 'glyphs',
  description: 'glyphs: digits drawn by Convoy itself, 28×28 grey, 12,000 + 2,000 images; needs no files',
  imageShape: glyphsShape,
  classNames: glyphsClassNames,
  parts: [],
  downloads: [],
  mirrors: [],
  sha256: null,
  read: async () => glyphs(),
};
