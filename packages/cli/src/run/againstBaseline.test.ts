import { expect, test } from 'vitest';
import { requireSameData } from './againstBaseline.ts';

const mnist = { dataset: { name: 'mnist', sha256: 'a'.repeat(64) } };
const fashion = { dataset: { name: 'fashion-mnist', sha256: 'b'.repeat(64) } };

test('errors are counted against a baseline of the same dataset only', () => {
  expect(() => requireSameData('runs/a', mnist, 'runs/b', mnist)).not.toThrow();
  expect(() => requireSameData('runs/a', fashion, 'runs/b', mnist)).toThrow(
    'baseline was trained on another dataset: runs/b on mnist (SHA-256 aaaaaaaaaaaa…), runs/a on fashion-mnist (SHA-256 bbbbbbbbbbbb…)',
  );
});
