import { expect, test } from 'vitest';
import { parseSource, resolveSource } from './source.ts';

test.each([
  ['runs/a', { run: 'runs/a', name: 'a', version: '1' }],
  ['runs/a/ensemble.convoy', { run: 'runs/a/ensemble.convoy', name: 'a', version: '1' }],
  ['digits=runs/a', { run: 'runs/a', name: 'digits', version: '1' }],
  ['digits:2=runs/a=b', { run: 'runs/a=b', name: 'digits', version: '2' }],
  ['./runs/x=1', { run: './runs/x=1', name: null, version: '1' }],
])('%s is a run with a name and a version', (text, expected) => {
  if (expected.name === null)
    expect(() => resolveSource(parseSource(text))).toThrow('name of ./runs/x=1: expected letters');
  else expect(resolveSource(parseSource(text))).toEqual(expected);
});
