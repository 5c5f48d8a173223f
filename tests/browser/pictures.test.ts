// Pictures in a real browser: the same bytes as in Node.

import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { prepareImage } from '../../packages/core/src/data/prepareImage.ts';
import { codecBytes } from '../../packages/core/src/images/codecs/files.node.ts';
import { asPng, corner, picture } from '../../packages/core/src/testing/pictures.ts';
import { fromBase64, samplePictures } from '../../packages/core/src/testing/samplePictures.ts';
import { type ServedPage, servePage } from './buildPage.ts';
import type { PicturesApi } from './page/pictures.ts';

const program = process.env.CONVOY_CHROMIUM ?? '/usr/bin/chromium';
const isThere = existsSync(program);
const why = isThere ? '' : ` (skipped: there is no ${program}; install chromium, or set CONVOY_CHROMIUM)`;
const target = { imageShape: [9, 7, 3], classNames: ['a', 'b'] } as const;

declare const convoy: PicturesApi;

describe.skipIf(!isThere)(`prepareImage in headless Chromium${why}`, () => {
  let browser: Browser;
  let served: ServedPage;
  let page: Page;

  beforeAll(async () => {
    served = await servePage('pictures.ts');
    browser = await chromium.launch({ executablePath: program, args: ['--no-sandbox'] });
    page = await browser.newPage();
    await page.goto(served.address);
    for (const format of ['PNG', 'JPEG', 'WebP'] as const) {
      const bytes = [...(await codecBytes(format))];
      await page.evaluate(([name, codec]) => convoy.provideImageCodecs({ [name]: Uint8Array.from(codec) }), [
        format,
        bytes,
      ] as const);
    }
  });
  afterAll(async () => {
    await browser?.close();
    await served?.close();
  });

  const files = new Map([
    ['PNG', asPng(40, 30, picture(40, 30, corner, [250, 120, 10, 130], [10, 60, 90]))],
    ...Object.entries(samplePictures).map(([name, { base64 }]) => [name, fromBase64(base64)] as const),
  ]);
  it.each([...files])('makes the same bytes of %s as Node does', async (_, file) => {
    const here = await prepareImage(file, 'picture', target);
    const there = await page.evaluate((bytes) => convoy.prepare(bytes), [...file]);
    expect(there).toEqual({ bytes: [...here.bytes], notes: here.notes });
  });
});
