import { expect, it } from 'vitest';
import { csvHeader, csvLine } from './classificationCsv.ts';
import type { Classification } from './classifyImage.ts';

const classification: Classification = {
  image: 'photo.jpg',
  label: 'iris',
  probability: 0.75,
  entropy: 0.5,
  mutualInformation: 0.125,
  probabilities: { iris: 0.75, rose: 0.25 },
  members: [],
  format: 'JPEG',
  width: 8,
  height: 8,
  prepared: [],
};

it('a prediction is a line under the header, with a column per class', () => {
  expect(csvHeader(['iris', 'rose'])).toBe('image,label,probability,entropy,mutual information,iris,rose');
  expect(csvLine(classification)).toBe('photo.jpg,iris,0.75,0.5,0.125,0.75,0.25');
  expect(csvLine({ ...classification, label: null })).toBe('photo.jpg,,0.75,0.5,0.125,0.75,0.25');
});

it.each([
  ['=HYPERLINK("x").png', '"\'=HYPERLINK(""x"").png"'],
  ['@SUM(A1).png', "'@SUM(A1).png"],
  ['-1.png', "'-1.png"],
  ['a,b.png', '"a,b.png"'],
])('%s is no formula, and one cell', (image, cell) => {
  expect(csvLine({ ...classification, image }).startsWith(`${cell},iris,`)).toBe(true);
});
