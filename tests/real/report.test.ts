// Reports of the lecture's network on its two data sets, opened as their reader opens them.

import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { convoy, workFolder } from '../cli/convoy.ts';
import { startBrowser, whyNoBrowser, withPage } from '../report/browser.ts';
import { everyChart } from '../report/charts.ts';

const { CONVOY_DATA: dataDir } = process.env;
const whyNot = dataDir ? whyNoBrowser : 'CONVOY_DATA does not say where the data sets are';
const folder = workFolder();
let browser: Browser;

beforeAll(async () => {
  if (whyNot === null) browser = await startBrowser();
});
afterAll(async () => {
  await browser?.close();
  folder.remove();
});

describe.skipIf(whyNot !== null)(`reports of real data${whyNot ? ` (skipped: ${whyNot})` : ''}`, () => {
  it.each(['mnist', 'cifar10'])(
    '%s: every chart is drawn, at a desk and on a phone, in less than 6 MB',
    async (dataset) => {
      // A tenth of the training images: enough for everything that is drawn.
      const sizes = ['--members', '2', '--workers', '2', '--epochs', '1', '--validation-split', '0.9'];
      const args = ['train', '--dataset', dataset, '--model', 'lecture-cnn', ...sizes, '--out', dataset];
      const { code, stderr } = await convoy([...args, '--data-dir', dataDir ?? ''], folder.path);
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      const file = join(folder.path, dataset, 'report.html');
      expect((await stat(file)).size).toBeLessThan(6e6);
      for (const options of [{ width: 1280 }, { width: 390, dark: true }]) {
        const seen = await withPage(browser, file, options, async (_, found) => found);
        expect(seen).toMatchObject({
          // One epoch is no curve.
          drawn: everyChart.filter((title) => !title.includes('by epoch')),
          empty: [],
          complaints: [],
          requests: [],
          overflow: 0,
          brokenPictures: 0,
        });
      }
    },
    600_000,
  );

  it('without the data set, what needs images is left out, and the page says how to have it', async () => {
    expect((await convoy(['report', 'mnist'], folder.path)).code).toBe(0);
    const file = join(folder.path, 'mnist', 'report.html');
    const text = await withPage(browser, file, { width: 1280 }, async (page, { complaints, drawn }) => {
      expect({ complaints, drawn }).toEqual({ complaints: [], drawn: [] });
      return page.locator('header').textContent();
    });
    expect(text).toContain('The data set mnist was not found.');
    expect(text).toContain('--data-dir');
  });
});
