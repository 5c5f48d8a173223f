// Completion in the shells themselves: each reads its script and is asked what follows.

import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { convoy, workFolder } from './convoy.ts';

const folder = workFolder();
afterAll(folder.remove);

const main = fileURLToPath(new URL('../../packages/cli/src/main.ts', import.meta.url));

beforeAll(() => {
  mkdirSync(join(folder.path, 'bin'));
  mkdirSync(join(folder.path, 'runs/first run'), { recursive: true });
  const command = join(folder.path, 'bin/convoy');
  writeFileSync(command, `#!/bin/sh\nexec '${process.execPath}' '${main}' "$@"\n`);
  chmodSync(command, 0o755);
});

/** What a shell prints for a script. */
function shell(name: string, args: readonly string[]): string {
  const env = { ...process.env, PATH: `${join(folder.path, 'bin')}${delimiter}${process.env.PATH}` };
  const { stdout, stderr } = spawnSync(name, args, { cwd: folder.path, env, encoding: 'utf8' });
  expect(stderr).toBe('');
  return stdout.trimEnd();
}

const has = (name: string) => spawnSync(name, ['--version']).status === 0;

/** Words of a command line, the last being typed, to what may follow it. */
const cases: readonly (readonly [words: readonly string[], found: readonly string[]])[] = [
  [['tra'], ['train']],
  [
    ['data', ''],
    ['list', 'download', 'verify'],
  ],
  [['train', '--optimizer', 'rm'], ['rmsprop']],
  [['train', '--dataset', 'gl'], ['glyphs']],
  [['evaluate', 'run'], ['runs']],
  [['evaluate', 'runs/a', '--spl'], ['--split']],
];

describe.skipIf(!has('bash'))('bash', () => {
  const complete = (words: readonly string[]) =>
    shell('bash', [
      '--norc',
      '-c',
      `eval "$(convoy completion bash)"; COMP_WORDS=(convoy "$@"); COMP_CWORD=$#; _convoy; printf "%s\\n" "\${COMPREPLY[@]}"`,
      'bash',
      ...words,
    ]).split('\n');

  it.each(cases)('completes %j', (words, found) => {
    const [first = '', ...rest] = complete(words).filter((word) => word !== 'help');
    expect([first.replace(/\/$/, ''), ...rest]).toEqual(found);
  });

  it('takes --model=le apart as bash does', () => {
    expect(complete(['train', '--model', '=', 'le'])).toEqual(['lecture-cnn', 'lecture-dense', 'lenet5']);
  });

  it('completes paths with spaces, and runs nothing that is only typed', () => {
    expect(complete(['predict', '$(touch evil)', 'runs/f'])).toEqual(['runs/first run']);
    expect(existsSync(join(folder.path, 'evil'))).toBe(false);
  });
});

describe.skipIf(!has('zsh'))('zsh', () => {
  // Its own functions show what they are given; a terminal's line editor is not there.
  const stubs = `compdef() {}; _describe() { print -rl -- "\${(@P)2}" }; _files() { print FILES }; eval "$(convoy completion zsh)"`;
  const complete = (words: readonly string[]) =>
    shell('zsh', ['-f', '-c', `${stubs}; words=(convoy "$@"); CURRENT=$#words; _convoy`, 'zsh', ...words]);

  it('completes commands with what they do, names, and files', () => {
    expect(complete(['tra'])).toBe('train:Train an ensemble and save it as a run.');
    expect(complete(['train', '--model=len'])).toBe('--model=lenet5');
    expect(complete(['train', '--dataset', 'gl'])).toBe('glyphs\nFILES');
    expect(complete(['evaluate', 'run'])).toBe('FILES');
  });
});

describe.skipIf(!has('fish'))('fish', () => {
  const complete = (line: string) =>
    shell('fish', ['--no-config', '-c', 'convoy completion fish | source; complete -C $argv[1]', line]);

  it('completes commands with what they do, names, and files', () => {
    expect(complete('convoy tra')).toBe('train\tTrain an ensemble and save it as a run.');
    expect(complete('convoy train --optimizer rm')).toBe('rmsprop');
    expect(complete('convoy evaluate ru')).toMatch(/^runs\//);
  });
});

it('an unknown shell names the nearest', async () => {
  const { code, stderr } = await convoy(['completion', 'fisch'], folder.path);
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: 'convoy: unknown shell: fisch\nDid you mean fish? There are: bash, zsh, fish\n',
  });
});
