import { expect, it } from 'vitest';
import { printable, printableLine } from './printable.ts';

it('spells out what a terminal would obey', () => {
  expect(printable('rose\u001b[2J\u001b]0;title\u0007')).toBe('rose\\u001b[2J\\u001b]0;title\\u0007');
  expect(printable('a\u009b31mb\rc\u007f')).toBe('a\\u009b31mb\\u000dc\\u007f');
  expect(printable('gnp.\u202eexe')).toBe('gnp.\\u202eexe');
  expect(printable('Füße\t→\n日本')).toBe('Füße\t→\n日本');
});

it("keeps the command's own emphasis in a line, and nothing beside it", () => {
  expect(printableLine('\u001b[1mrose\u001b[22m\u001b[8m\u001b[2J')).toBe(
    '\u001b[1mrose\u001b[22m\\u001b[8m\\u001b[2J',
  );
});
