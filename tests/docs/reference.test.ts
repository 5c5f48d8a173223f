// The reference of the library: every public export has a docstring, and every link in one leads somewhere.

import { execFile } from 'node:child_process';
import { promisify, stripVTControlCharacters } from 'node:util';
import { expect, it } from 'vitest';
import { repository } from './pages.ts';

it('every public export is documented', async () => {
  const said = await promisify(execFile)(
    process.execPath,
    ['node_modules/typedoc/bin/typedoc', '--emit', 'none'],
    {
      cwd: `${repository}/docs`,
    },
  ).then(
    ({ stderr }) => stderr,
    ({ stdout, stderr }: { stdout: string; stderr: string }) => stdout + stderr,
  );
  expect(stripVTControlCharacters(said)).toBe('');
}, 300_000);
