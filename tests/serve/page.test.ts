// The page at `/` in a real browser: a digit is drawn with the pointer, a picture is dropped, a token is asked for.

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asPng, bar, picture } from '../../packages/core/src/testing/pictures.ts';
import { startBrowser, whyNoBrowser } from '../report/browser.ts';
import { type Program, serveProgram } from './program.ts';
import { trainRuns } from './runs.ts';

describe.skipIf(whyNoBrowser !== null)(
  `the page${whyNoBrowser === null ? '' : ` (skipped: ${whyNoBrowser})`}`,
  () => {
    let trained: Awaited<ReturnType<typeof trainRuns>>;
    let served: Program;
    let browser: Browser;
    beforeAll(async () => {
      trained = await trainRuns(7);
      browser = await startBrowser();
      served = await serveProgram(trained.folder, { runs: [{ run: 'seed-7' }], token: 'secret' });
    });
    afterAll(async () => {
      await browser?.close();
      await served?.stop();
      await trained?.remove();
    });

    async function open(width: number): Promise<{ page: Page; complaints: string[]; requests: string[] }> {
      const page = await browser.newPage({ viewport: { width, height: 800 } });
      const complaints: string[] = [];
      const requests: string[] = [];
      page.on('pageerror', ({ message }) => complaints.push(message));
      page.on('console', (message) => {
        // The browser itself reports the 401 that asks for the token.
        if (message.type() !== 'log' && !message.text().includes('401')) complaints.push(message.text());
      });
      page.on('request', (request) => requests.push(request.url()));
      await page.goto(served.url);
      await page.getByLabel('This server asks for a token').fill('secret');
      await page.getByRole('button', { name: 'Use it' }).click();
      await page.getByText('seed-7: an ensemble of 3 networks, trained on glyphs').waitFor();
      return { page, complaints, requests };
    }

    it.each([360, 1200])('answers for a drawn digit and a picture, %i pixels wide', async (width) => {
      const { page, complaints, requests } = await open(width);
      const pad = await page.getByLabel('Draw a digit').boundingBox();
      if (pad === null) throw new Error('no pad');
      await page.mouse.move(pad.x + pad.width / 2, pad.y + pad.height / 5);
      await page.mouse.down();
      await page.mouse.move(pad.x + pad.width / 2, pad.y + (4 * pad.height) / 5, { steps: 4 });
      await page.mouse.up();
      const prediction = page.getByRole('status', { name: 'Prediction' });
      await prediction.getByText('ink scaled to 20 pixels').waitFor();
      expect(await prediction.locator('.classes dt').allTextContents()).toEqual([...'0123456789']);
      expect(await prediction.locator('.votes li').count()).toBe(3);

      const file = join(trained.folder, 'one.png');
      await writeFile(file, asPng(60, 60, picture(60, 60, bar, [0, 0, 0], [255, 255, 255])));
      await page.locator('#file').setInputFiles(file);
      await prediction.getByText('inverted').waitFor();
      await page
        .locator('#file')
        .setInputFiles({ name: 'a.png', mimeType: 'image/png', buffer: Buffer.from('no') });
      await prediction.getByText('body: expected a PNG, JPEG or WebP file').waitFor();
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(overflow).toBeLessThanOrEqual(0);
      expect(complaints.filter((text) => !text.includes('400'))).toEqual([]);
      expect(
        requests.filter(
          (url) => !url.startsWith(served.url) && !url.startsWith('blob:') && !url.startsWith('data:'),
        ),
      ).toEqual([]);
      await page.close();
    });
  },
);
