// gpu.js kernels in a real browser, on whatever GPU it offers, even a software one: the same steps as in Node.

import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createReferenceBackend } from '../../packages/kernels/src/backends/reference/backend.ts';
import { worstDeviation } from '../../packages/kernels/src/conformance/compare.ts';
import { type ServedPage, servePage } from './buildPage.ts';
import type { PageApi } from './page/main.ts';
import { runSteps } from './page/steps.ts';

const program = process.env.CONVOY_CHROMIUM ?? '/usr/bin/chromium';
const isThere = existsSync(program);
const why = isThere ? '' : ` (skipped: there is no ${program}; install chromium, or set CONVOY_CHROMIUM)`;

declare const convoy: PageApi;

describe.skipIf(!isThere)(`gpu.js kernels in headless Chromium${why}`, () => {
  let browser: Browser;
  let served: ServedPage;
  let page: Page;
  const complaints: string[] = [];

  beforeAll(async () => {
    served = await servePage();
    browser = await chromium.launch({
      executablePath: program,
      args: [
        '--no-sandbox',
        '--enable-unsafe-webgpu',
        '--enable-unsafe-swiftshader',
        '--use-webgpu-adapter=swiftshader',
        '--use-angle=swiftshader',
      ],
    });
    page = await browser.newPage();
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(served.address);
    await page.waitForFunction(() => 'convoy' in globalThis);
  });

  afterAll(async () => {
    await browser?.close();
    await served?.close();
  });

  it('the page offers WebGPU or WebGL2, and says what on', async () => {
    const modes = await page.evaluate(() => convoy.survey());
    const found = modes.filter(
      ({ mode, available }) => available && (mode === 'webgpu' || mode === 'webgl2'),
    );
    expect(found, JSON.stringify(modes)).not.toEqual([]);
    for (const { detail } of found) expect(detail).not.toBe('');
  });

  for (const mode of ['webgpu', 'webgl2', 'webgl'] as const) {
    it(`training steps on ${mode} leave what they leave in Node, or the page says why ${mode} is not there`, async () => {
      const survey = await page.evaluate(() => convoy.survey());
      const offered = survey.find((candidate) => candidate.mode === mode);
      if (!offered?.available) {
        await expect(page.evaluate((wanted) => convoy.run(wanted), mode)).rejects.toThrow(
          `backend gpu:${mode}`,
        );
        return;
      }
      const { name, details, compared } = await page.evaluate((wanted) => convoy.run(wanted), mode);
      expect(name).toBe(`gpu:${mode}`);
      expect(details.adapter).toBe(offered.detail.replace(', software', ''));
      const expected = await runSteps(await createReferenceBackend());
      const shares = expected.map(({ buffer, tolerance, values }, index) => ({
        buffer,
        share: worstDeviation(compared[index]?.values ?? [], values, tolerance).share,
      }));
      // Ten times a float32 backend's tolerance, as everywhere for gpu.js.
      expect(shares.filter(({ share }) => !(share <= 10))).toEqual([]);
    });
  }

  it('nothing was complained of, by gpu.js or by the browser', () => {
    expect(complaints).toEqual([]);
  });
});
