import { Command } from 'commander';
import { expect, it } from 'vitest';
import { addCommands } from '../commands/list.ts';
import { candidatesFor } from './candidates.ts';

async function valuesAfter(...words: string[]): Promise<string[]> {
  const program = new Command('convoy');
  addCommands(program);
  return (await candidatesFor(program, words)).words.map(({ value }) => value);
}

it('a flag that was given is not offered again, unless it takes several values', async () => {
  expect(await valuesAfter('train', '--seed', '7', '--see')).toEqual([]);
  expect(await valuesAfter('train', '--see')).toEqual(['--seed']);
  expect(await valuesAfter('bench', 'kernels', '--geometry', 'lecture', '--geo')).toEqual(['--geometry']);
});

it('the value of a flag is not taken for an argument', async () => {
  const program = new Command('convoy');
  addCommands(program);
  const after = (...words: string[]) => candidatesFor(program, words);
  expect(await after('evaluate', '--split', 'test', '')).toEqual({ words: [], files: true });
  expect(await after('evaluate', '--split', 'test', 'runs/a', '')).toEqual({ words: [], files: false });
  expect(await after('predict', 'runs/a', 'one.png', '')).toEqual({ words: [], files: true });
});

it('of several names with commas between, the last is completed', async () => {
  expect(await valuesAfter('train', '--model', 'lenet5,lecture-c')).toEqual(['lenet5,lecture-cnn']);
});

it('hidden commands are not offered', async () => {
  // Not `complete`, which the scripts ask.
  expect(await valuesAfter('comp')).toEqual(['compare', 'completion']);
});

it('nothing follows what does not exist', async () => {
  expect(await valuesAfter('train', '--no-such-flag=')).toEqual([]);
  expect(await valuesAfter('doctor', '')).toEqual([]);
});

it('what bash breaks at a colon is completed from there', async () => {
  expect(await valuesAfter('train', '--backend', 'gpu:webg')).toEqual([
    'gpu:webgpu',
    'gpu:webgl2',
    'gpu:webgl',
  ]);
  expect(await valuesAfter('train', '--backend', 'gpu', ':', 'webg')).toEqual(['webgpu', 'webgl2', 'webgl']);
  expect(await valuesAfter('train', '--backend', 'gpu', ':')).toContain('webgpu');
});
