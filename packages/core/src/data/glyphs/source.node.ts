import type { DatasetSource } from '../source.ts';
import { glyphs, glyphsFacts } from './glyphs.ts';

export const glyphsSource = {
  ...glyphsFacts,
  parts: [],
  downloads: [],
  mirrors: [],
  sha256: null,
  read: async () => glyphs(),
} satisfies DatasetSource;
