// What must not pass: a page with every kind of fault.

import { afterAll, beforeAll, expect, it } from 'vitest';
import { callsOf, scriptOf, wasPrinted } from './commands.ts';
import { parsePage } from './markdown.ts';
import { playPage } from './playPage.ts';
import { programsOf } from './programs.ts';
import { createWorkplace, type Workplace } from './workplace.ts';

let workplace: Workplace;
beforeAll(async () => {
  workplace = await createWorkplace();
}, 300_000);
afterAll(() => workplace?.remove());

let pages = 0;
async function faultsOf(...blocks: readonly string[]): Promise<readonly string[]> {
  const page = parsePage('faulty.md', blocks.join('\n\n'));
  const { failures } = await playPage(page, programsOf(page), workplace.folderOf(`faulty${pages++}.md`));
  return failures;
}

const sh = (...commands: readonly string[]) => `\`\`\`sh\n${commands.join('\n')}\n\`\`\``;

it.each([
  ['an option that does not exist', 'convoy train --dataset mnist --model lecture-cnn --epoch 6', '--epoch'],
  ['a value that is none', 'convoy train --dataset mnist --model lecture-cnn --epochs ten', 'got ten'],
  ['a data set that does not exist', 'convoy train --dataset mnits --model lecture-cnn', 'mnits'],
  ['an option of a command that only has its options checked', 'convoy data download mnist --fast', '--fast'],
  ['a script that does not exist', 'pnpm bench:peer', 'bench:peer'],
  ['a benchmark’s option that does not exist', 'pnpm bench:peers --round 5', '--round'],
])('%s is found', async (_, command, said) => {
  const [failure] = await faultsOf(sh(command));
  expect(failure).toContain(said);
});

it('a command after one that fails is not taken for one that ran', async () => {
  expect(await faultsOf(sh('convoy summary --model lecture', 'convoy doctor'))).toHaveLength(2);
});

it('blocks that nobody runs are found', async () => {
  const failures = await faultsOf(
    '    convoy doctor',
    '```text\nconvoy doctor\n```',
    '```yaml\na: 1\n```',
    '<!-- docs-test: skip: -->\n\n```sh\nconvoy doctor\n```',
    '```json\n{ "epoch": 6 }\n```',
  );
  expect(failures).toEqual([
    expect.stringContaining('a block of ""'),
    expect.stringContaining('commands in plain text: convoy doctor'),
    expect.stringContaining('a block of "yaml"'),
    expect.stringContaining('needs a reason'),
    expect.stringContaining('no options of convoy train: epoch'),
  ]);
});

it('what is shown must be what was printed', async () => {
  const shown = (text: string) => `<!-- docs-test: prints -->\n\n\`\`\`text\n${text}\n\`\`\``;
  const program = '```ts\nconsole.log(6 * 7);\n```';
  expect(await faultsOf(program, shown('42'))).toEqual([]);
  expect(await faultsOf(program, shown('43'))).toHaveLength(1);
  expect(await faultsOf('```ts\nthrow new Error("no");\n```')).toHaveLength(1);
});

it('a comment that is none of docs-test is an error', () => {
  expect(() => parsePage('a.md', '<!-- docs-test: skipp: why -->')).toThrow('not a docs-test comment');
  expect(() => parsePage('a.md', '<!-- docs-test: prints -->\n\ntext')).toThrow('no block of code');
});

it('commands of a session are told from what they print', () => {
  const text = '$ convoy train \\\n  --members 2\nmember 0\n$ npx convoy doctor | cat\nfine';
  const script = scriptOf({ line: 1, language: 'console', directives: [], text });
  expect(script).toBe('convoy train \\\n  --members 2\nnpx convoy doctor | cat');
  expect(callsOf(script)).toBe(2);
  expect(wasPrinted('a\n…\nc', 'a\nb\nc')).toBe(true);
  expect(wasPrinted('c\n…\na', 'a\nb\nc')).toBe(false);
});
