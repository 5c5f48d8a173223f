// A report of a real run, opened in a real browser, as its reader opens it.

import { cp, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { convoy, type Finished, workFolder } from '../cli/convoy.ts';
import { startBrowser, whyNoBrowser, withPage } from './browser.ts';
import { everyChart } from './charts.ts';

const folder = workFolder();
const file = (...names: string[]) => join(folder.path, ...names);
/** A tenth of glyphs: seconds. */
const small = ['--dataset', 'glyphs', '--validation-split', '0.9', '--batch-size', '64', '--seed', '3'];
let trained: Finished;
let browser: Browser | null = null;

beforeAll(async () => {
  const cnn = ['--model', 'lenet5', '--members', '3', '--epochs', '3', '--patience', '1'];
  trained = await convoy(['train', ...small, ...cnn, '--workers', '2', '--out', 'a'], folder.path);
  const dense = ['--model', 'lecture-dense', '--members', '1', '--epochs', '1', '--no-report'];
  await convoy(['train', ...small, ...dense, '--out', 'b'], folder.path);
  if (whyNoBrowser === null) browser = await startBrowser();
}, 600_000);
afterAll(async () => {
  await browser?.close();
  folder.remove();
});

function opened(name: string, options: { width: number; dark?: boolean }) {
  if (browser === null) throw new Error('no browser was started');
  return withPage(browser, file(name), options, async (page, seen) => ({
    seen,
    text: (await page.locator('body').textContent()) ?? '',
  }));
}

describe('convoy train', () => {
  it('ends with a report, and says where it is', () => {
    expect({ code: trained.code, stderr: trained.stderr }).toEqual({ code: 0, stderr: '' });
    expect(trained.stdout).toMatch(/^Report: a\/report\.html, written in \d+\.\d s$/m);
  });

  it('leaves it out with --no-report', async () => {
    await expect(stat(file('b/report.html'))).rejects.toThrow('ENOENT');
  });

  it('writes less than 6 MB, with everything that it needs inside', async () => {
    const { size } = await stat(file('a/report.html'));
    expect(size).toBeLessThan(6e6);
    const page = await readFile(file('a/report.html'), 'utf8');
    expect(page).toContain("default-src 'none'");
    expect(page).not.toMatch(/<(?:script|img|link)[^>]+(?:src|href)="(?!data:)/);
  });
});

describe.skipIf(whyNoBrowser !== null)(
  `the report in a browser${whyNoBrowser ? ` (skipped: ${whyNoBrowser})` : ''}`,
  () => {
    it.each([{ width: 1280 }, { width: 1280, dark: true }, { width: 390 }, { width: 390, dark: true }])(
      'draws every chart at $width pixels (dark: $dark), asks for nothing, and is no wider than its window',
      async (options) => {
        const { seen } = await opened('a/report.html', options);
        expect(seen).toMatchObject({
          drawn: everyChart,
          empty: [],
          complaints: [],
          requests: [],
          overflow: 0,
          brokenPictures: 0,
        });
        expect(seen.pictures).toBeGreaterThan(100);
      },
    );

    it('shows another image when its button is pressed, and other colours', async () => {
      if (browser === null) throw new Error('no browser was started');
      await withPage(browser, file('a/report.html'), { width: 1280 }, async (page, { complaints }) => {
        expect(await page.locator('#maps-4').isVisible()).toBe(true);
        // The value that is worked out is one of the image that is shown.
        expect(await page.locator('#maps-4 .worked').count()).toBe(1);
        expect(await page.locator('.filters > div').first().textContent()).toBe('0');
        await page.locator('.picker button').nth(7).click();
        expect([
          await page.locator('#maps-4').isVisible(),
          await page.locator('#maps-7').isVisible(),
        ]).toEqual([false, true]);
        const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
        const before = await paper();
        await page.locator('#theme').click();
        expect(await paper()).not.toBe(before);
        const lines = page.locator('#chart-error .scatterlayer .js-line');
        const count = await lines.count();
        await page.locator('.legend button', { hasText: 'validation' }).first().click();
        expect(await lines.count()).toBeLessThan(count);
        expect(complaints).toEqual([]);
      });
    });

    it('says the same again, and compares with the dense run that it is given', async () => {
      const again = await convoy(['report', 'a', '--dense', 'b', '--out', 'again.html'], folder.path);
      expect(again).toEqual({ code: 0, stdout: 'again.html\n', stderr: '' });
      const { seen, text } = await opened('again.html', { width: 1280 });
      expect(seen).toMatchObject({ drawn: everyChart, complaints: [] });
      expect(text).toContain('The dense network is lecture-dense of b');
    });

    it('leaves out what needs images where the data set is another, and says so', async () => {
      await cp(file('a'), file('moved'), { recursive: true });
      const manifest = JSON.parse(await readFile(file('moved/run.json'), 'utf8'));
      manifest.dataset.sha256 = '0'.repeat(64);
      await writeFile(file('moved/run.json'), JSON.stringify(manifest));
      expect((await convoy(['report', 'moved'], folder.path)).code).toBe(0);
      const { seen, text } = await opened('moved/report.html', { width: 1280 });
      expect(seen).toMatchObject({ drawn: everyChart.slice(0, 2), empty: [], complaints: [] });
      expect(text).toContain('What needs images is left out of this report.');
      expect(text).toContain('Filters of the first layer');
    });

    it('of a dense network of one member shows what there is', async () => {
      expect((await convoy(['report', 'b'], folder.path)).stderr).toBe('');
      const { seen, text } = await opened('b/report.html', { width: 390 });
      const drawn = everyChart.filter((title) => !/by epoch|by number of members/.test(title));
      expect(seen).toMatchObject({ drawn, empty: [], complaints: [], overflow: 0 });
      expect(text).toContain('This network has no convolution');
      expect(text).toContain('Every member trained for 1 epoch.');
      expect(text).toMatch(
        /In its one epoch, the mean member had a training error of \d\.\d{4} and \d+\.\d\d% wrong answers/,
      );
    });

    it('convoy compare puts runs side by side, on a page as well', async () => {
      const { code, stdout, stderr } = await convoy(['compare', 'a', 'b', '--out', 'both.html'], folder.path);
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(stdout).toMatch(/^test accuracy +\d+\.\d\d% +\d+\.\d\d%$/m);
      expect(stdout).toMatch(/^members +3 +1$/m);
      expect(stdout).toMatch(/^model\.name +lenet5 +lecture-dense$/m);
      expect(stdout).not.toContain('seed');
      const { seen } = await opened('both.html', { width: 390 });
      expect(seen).toMatchObject({
        drawn: [
          'Validation error by epoch',
          'Training error by epoch',
          'Members and ensembles',
          'Accuracy for the time',
        ],
        complaints: [],
        requests: [],
        overflow: 0,
      });
    });
  },
);

it('compare --json is one object, and a run without an ensemble is refused', async () => {
  const { stdout } = await convoy(['compare', 'a', 'b', '--json'], folder.path);
  const { runs, differences } = JSON.parse(stdout);
  expect(runs.map(({ run, network, members }: Record<string, unknown>) => [run, network, members])).toEqual([
    ['a', 'lenet5', 3],
    ['b', 'lecture-dense', 1],
  ]);
  expect(differences).toContainEqual({ name: 'epochs', values: [3, 1] });
  expect((await convoy(['compare', 'a'], folder.path)).code).toBe(2);
  const missing = await convoy(['compare', 'a', 'nothing'], folder.path);
  expect(missing.code).toBe(1);
  expect(missing.stderr).toMatch(/^convoy: .*nothing/);
});

it('what a report says trains the run again does: the same ensemble, byte for byte', async () => {
  const page = await readFile(file('a/report.html'), 'utf8');
  const command = /convoy train ([^\n<]+)/.exec(page)?.[1] ?? '';
  const words = command.split(' ');
  expect((await convoy(['train', ...words, '--no-report', '--out', 'same'], folder.path)).code).toBe(0);
  const [first, second] = await Promise.all([
    readFile(file('a/ensemble.convoy')),
    readFile(file('same/ensemble.convoy')),
  ]);
  expect(second.equals(first)).toBe(true);
});
