// README and docs keep their word: every command runs as it is written there (in the short form that `shim/shortForm.ts`
// explains), every program of TypeScript is type-checked and runs, every piece of configuration is trained with.
//
// A page may say what is to be done with the block that follows, in a comment that readers do not see:
//   <!-- docs-test: skip: reason -->          leave it out
//   <!-- docs-test: check only: reason -->    type-check a program, but do not run it
//   <!-- docs-test: continues -->             a program goes on from the one before
//   <!-- docs-test: given CODE -->            lines of a program that readers do not need
//   <!-- docs-test: file NAME -->             the block is a file that the commands after it read
//   <!-- docs-test: option NAME -->           JSON that is the value of this option of `convoy train`
//   <!-- docs-test: data -->                  JSON that is no configuration: only parsed
//   <!-- docs-test: prints -->                the text, or a session's output, is exactly what was printed
//   <!-- docs-test: exits 2 -->               the last command fails with this exit code
// With CONVOY_DOCS_UPDATE=1 what was printed takes the place of what a page shows of it.
// Blocks that are left out, and why, are listed below: nothing is left out in silence.

import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readPage } from './markdown.ts';
import { pageNames } from './pages.ts';
import { type Played, playPage } from './playPage.ts';
import { programsOf } from './programs.ts';
import { type Complaint, typecheck } from './typecheck.ts';
import { createWorkplace, type Workplace } from './workplace.ts';

const pages = pageNames.map(readPage).map((page) => ({ name: page.name, page, programs: programsOf(page) }));
const leftOut = new Map<string, Played['leftOut']>();
const folders = new Map<string, ReturnType<Workplace['folderOf']>>();
let workplace: Workplace;
let complaints: readonly Complaint[];

function folderOf(name: string): ReturnType<Workplace['folderOf']> {
  const folder = folders.get(name) ?? workplace.folderOf(name);
  folders.set(name, folder);
  return folder;
}

beforeAll(async () => {
  workplace = await createWorkplace();
  const files = pages.flatMap(({ name, programs }) =>
    programs.map(({ file, code }) => {
      const path = join(folderOf(name).path, file);
      writeFileSync(path, code);
      return path;
    }),
  );
  complaints = files.length === 0 ? [] : await typecheck(dirname(folderOf('README.md').path), files);
}, 300_000);
afterAll(() => workplace?.remove());

it.each(pages)('the programs of $name have the types that they say', ({ name, programs }) => {
  const found = programs.flatMap(({ file, lines }) =>
    complaints
      .filter((complaint) => complaint.file === join(folderOf(name).path, file))
      .map(({ line, message }) => `${name}:${lines[line - 1]}: ${message}`),
  );
  expect(found).toEqual([]);
});

describe.concurrent('the blocks', () => {
  it.each(pages)(
    'of $name do what they say',
    async ({ name, page, programs }) => {
      const played = await playPage(page, programs, folderOf(name));
      leftOut.set(name, played.leftOut);
      expect(played.failures.join('\n\n')).toBe('');
    },
    600_000,
  );
});

it('nothing else is left out than what is listed here', () => {
  const list = pageNames.flatMap((name) => (leftOut.get(name) ?? []).map((one) => `${name}: ${one}`));
  expect(list.filter((one) => !one.includes('CONVOY_DATA'))).toMatchInlineSnapshot(`
    [
      "README.md: sh: skipped: packs and installs, as tests/packaging does",
      "README.md: text: skipped: what npm start prints; its commands run in tests/cli/quickstart.test.ts",
      "docs/lecture.md: sh: skipped: eight runs on MNIST take seven minutes; tests/cli/trainCount.test.ts runs two small ones",
      "docs/lecture.md: ts: only type-checked: a hundred epochs take minutes; tests/lecture/script.test.ts runs it in short",
      "docs/library.md: ts: only type-checked: needs a browser and a server",
    ]
  `);
});
