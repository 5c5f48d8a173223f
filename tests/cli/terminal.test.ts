// The command on a terminal: `script` of util-linux gives it one, as wide as `stty` says.

import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { workFolder } from './convoy.ts';

const folder = workFolder();
afterAll(folder.remove);

const main = fileURLToPath(new URL('../../packages/cli/src/main.ts', import.meta.url));
const hasScript = spawnSync('script', ['--version']).status === 0 && process.platform === 'linux';

/** What `convoy train` writes to a terminal of so many columns. */
function trainOnTerminal(columns: number, out: string, env: Record<string, string> = {}): string {
  const train = `--dataset glyphs --model lecture-dense --members 2 --workers 1 --epochs 1 --no-report --out ${out}`;
  const command = `stty cols ${columns} rows 24; '${process.execPath}' '${main}' train ${train}`;
  const { NO_COLOR: _, FORCE_COLOR: __, ...inherited } = process.env;
  const { status, stdout } = spawnSync('script', ['--quiet', '--return', '--command', command, '/dev/null'], {
    cwd: folder.path,
    env: { ...inherited, TERM: 'xterm-256color', ...env },
    encoding: 'utf8',
  });
  expect(status).toBe(0);
  return stdout.replaceAll('\r', '');
}

// Without `script` there is no way to give a process a terminal here.
describe.skipIf(!hasScript)('on a terminal', () => {
  it.each([80, 160])('rows are drawn in %i columns, and what stays is the summary', (columns) => {
    const screen = trainOnTerminal(columns, `runs/${columns}`);
    expect(screen).toContain('\u001b[?2026h'); // synchronized output: no half frames
    expect(screen.lastIndexOf('\u001b[?25h')).toBeGreaterThan(screen.lastIndexOf('\u001b[?25l')); // the cursor is back
    const lines = stripVTControlCharacters(screen).split('\n');
    expect(lines.some((line) => line.startsWith('member  epoch '))).toBe(true);
    expect(lines.some((line) => /^ total {2}\d+%/.test(line))).toBe(true);
    const rows = lines.filter((line) => /^( total|member {2}| {5}\d {2})/.test(line));
    expect(Math.max(...rows.map((row) => row.length))).toBeLessThan(columns);
    expect(lines.join('\n')).toMatch(
      /ensemble +\d+\.\d\d% +\d\.\d{4}\n\nDone after .*\. Saved in runs\/\d+\n1 worker on wasm, .*\n\nReproduce with:\n {2}(?:npx )?convoy train --dataset glyphs --model lecture-dense --seed 0 --epochs 1 --members 2\n/,
    );
  });

  it.each([{ NO_COLOR: '1' }, { TERM: 'dumb' }])('%o asks for plain lines', (env) => {
    const screen = trainOnTerminal(80, `runs/${Object.keys(env).join()}`, env);
    expect(screen).not.toContain('\u001b');
    expect(screen).toMatch(/^member 0: epoch 1\/1, loss \d\.\d{4}, accuracy \d+\.\d\d%/m);
  });
});
