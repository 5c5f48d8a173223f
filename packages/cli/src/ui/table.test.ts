import { expect, test } from 'vitest';
import { table } from './table.ts';
import { wrapText } from './wrap.ts';

const layers = [
  ['Layer', 'Output shape', 'Params'],
  ['conv2d (Conv2D)', '(None, 26, 26, 32)', '320'],
  ['dense (Dense)', '(None, 10)', '16,010'],
];

test('a table with room keeps its columns, numbers to the right', () => {
  expect(table(layers, 'right', 80)).toEqual([
    'Layer                  Output shape  Params',
    'conv2d (Conv2D)  (None, 26, 26, 32)     320',
    'dense (Dense)            (None, 10)  16,010',
  ]);
});

test('rows of numbers that do not fit become lists, whole', () => {
  expect(table(layers, 'right', 30)).toEqual([
    'conv2d (Conv2D)',
    '  Output shape  (None, 26, 26, 32)',
    '  Params        320',
    'dense (Dense)',
    '  Output shape  (None, 10)',
    '  Params        16,010',
  ]);
});

test('text in the last column wraps between words', () => {
  const facts = [
    ['system', 'linux x64'],
    ['gpu:webgl', 'no: it needs the canvas of a browser'],
  ];
  expect(table(facts, 'left', 36)).toEqual([
    'system     linux x64',
    'gpu:webgl  no: it needs the canvas',
    '           of a browser',
  ]);
});

test('a paragraph keeps its indentation and breaks no word', () => {
  expect(wrapText('  one two three four', 11)).toEqual(['  one two', '  three', '  four']);
  expect(wrapText('short', 11)).toEqual(['short']);
});
