// Pictures that are made to do harm, given to the real command.

import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asPng, type Colour, picture } from '../../packages/core/src/testing/pictures.ts';
import { rawPng } from '../../packages/core/src/testing/rawPng.node.ts';
import { convoy, jsonLines, workFolder } from './convoy.ts';

const folder = workFolder();
afterAll(folder.remove);
const at = (path: string) => join(folder.path, path);

function plain(colour: Colour): Uint8Array {
  return asPng(
    8,
    8,
    picture(8, 8, () => true, colour, colour),
  );
}

const colors: Readonly<Record<string, Colour>> = { dark: [20, 20, 20], light: [220, 220, 220] };
const flags = ['--dataset', './shades', '--model', 'lecture-dense', '--epochs', '1', '--members', '1'];

beforeAll(async () => {
  for (const [name, colour] of Object.entries(colors)) {
    mkdirSync(at(`shades/${name}`), { recursive: true });
    for (let index = 0; index < 8; index++) writeFileSync(at(`shades/${name}/${index}.png`), plain(colour));
  }
  writeFileSync(at('shades/dark/cut.png'), plain([0, 0, 0]).subarray(0, 50));
  writeFileSync(at('shades/dark/Thumbs.db'), 'left by Windows');
  // 20,000 × 20,000 in a file of kilobytes.
  writeFileSync(
    at('bomb.png'),
    rawPng({ width: 20_000, height: 20_000, depth: 1, rows: new Uint8Array(20_000 * 2_501) }),
  );
  execFileSync('mkfifo', [at('pipe.png')]);
});

describe('--skip-unreadable', () => {
  it('leaves out what cannot be read, names it, and is part of the run', async () => {
    const refused = await convoy(['train', ...flags, '--no-report', '--out', 'runs/no'], folder.path);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('damaged PNG image: dark/cut.png (cut short)');
    const run = ['train', ...flags, '--skip-unreadable', '--no-report', '--out', 'runs/a', '--json'];
    const { code, stderr } = await convoy(run, folder.path);
    expect({ code, stderr }).toMatchObject({ code: 0, stderr: expect.stringContaining('left out 1 of') });
    const again = await convoy(['evaluate', 'runs/a', '--json'], folder.path);
    expect(again.code).toBe(0);
  });
});

describe('convoy predict', () => {
  it('refuses a bomb, a pipe and a device with a sentence each, and answers for the others', async () => {
    const images = ['bomb.png', 'pipe.png', '/dev/zero', 'shades/light/1.png'];
    const { code, stdout, stderr } = await convoy(['predict', 'runs/a', ...images, '--json'], folder.path);
    expect(code).toBe(1);
    expect(jsonLines(stdout)).toHaveLength(1);
    expect(stderr).toContain('image too large: bomb.png is 20,000 × 20,000 pixels');
    expect(stderr).toContain('cannot read pipe.png: it is a named pipe, not a file');
    expect(stderr).toContain('cannot read /dev/zero: it is a device, not a file');
  });

  it('takes another limit from --max-pixels', async () => {
    const image = 'shades/light/1.png';
    const low = await convoy(['predict', 'runs/a', image, '--max-pixels', '63'], folder.path);
    expect(low.stderr).toContain('8 × 8 pixels, expected at most 63 in all');
    expect((await convoy(['predict', 'runs/a', image, '--max-pixels', '1e8'], folder.path)).code).toBe(0);
    expect((await convoy(['predict', 'runs/a', image, '--max-pixels', 'x'], folder.path)).code).toBe(2);
  });
});

describe('names that a terminal would obey', () => {
  const evil = 'a\u001b]0;owned\u0007\u009b2J';

  it('are spelled out wherever they are printed', async () => {
    mkdirSync(at(`evil/${evil}`), { recursive: true });
    mkdirSync(at('evil/b'), { recursive: true });
    for (let index = 0; index < 4; index++) {
      writeFileSync(at(`evil/${evil}/${index}.png`), plain([9, 9, 9]));
      writeFileSync(at(`evil/b/${index}.png`), plain([250, 9, 9]));
    }
    writeFileSync(at(`evil/${evil}/broken.png`), 'x');
    const evilFlags = ['--dataset', './evil', '--model', 'lecture-dense', '--epochs', '1', '--members', '1'];
    const train = ['train', ...evilFlags, '--no-report', '--out', evil];
    const outputs = [
      await convoy(train, folder.path),
      await convoy([...train, '--skip-unreadable'], folder.path),
      await convoy(['predict', evil, `evil/${evil}/1.png`, `evil/${evil}/broken.png`], folder.path),
      await convoy(['predict', evil, `evil/${evil}/1.png`, '--json'], folder.path),
      await convoy(['evaluate', evil], folder.path),
      await convoy(['status', evil], folder.path),
      await convoy(['pause', evil], folder.path),
    ];
    for (const { stdout, stderr } of outputs) {
      expect(stdout + stderr).not.toMatch(/(?![\n\t])\p{Cc}/u);
      expect(stdout + stderr).toContain('owned');
    }
    expect(outputs.map(({ code }) => code)).toEqual([1, 0, 1, 0, 0, 0, 1]);
  });

  it('are quoted in the commands that messages name', async () => {
    cpSync(at('runs/a'), at('my run; touch X'), { recursive: true });
    rmSync(at('my run; touch X/ensemble.convoy'));
    const { stderr } = await convoy(['predict', 'my run; touch X', 'bomb.png'], folder.path);
    expect(stderr).toContain("convoy resume 'my run; touch X'");
  });
});
