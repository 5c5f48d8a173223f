// Makes docs/images/report.png, the picture of a report in README: trains a small ensemble on glyphs (no part of a data set
// may be in the project), opens its report in Debian's chromium, and puts four places of it beside each other.
//
//   node scripts/screenshot.ts [RUN]    a run that is there already, instead of training one

import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type Browser, chromium } from 'playwright-core';

const root = fileURLToPath(new URL('..', import.meta.url));
const work = mkdtempSync(join(tmpdir(), 'convoy-screenshot-'));
const panel = { width: 1160, height: 820 };
const places = ['training', 'confidence', 'layers', 'robustness'] as const;

function convoy(...args: string[]): void {
  execFileSync(process.execPath, [join(root, 'packages/cli/src/main.ts'), ...args], {
    cwd: work,
    stdio: 'inherit',
  });
}

function trainRun(): void {
  const sizes = ['--members', '5', '--epochs', '8', '--batch-size', '128', '--seed', '7'];
  convoy(
    'train',
    '--dataset',
    'glyphs',
    '--model',
    'lecture-cnn',
    ...sizes,
    '--calibrate',
    '--out',
    'runs/glyphs',
  );
}

/** The page from the heading of a section on, as PNG. */
async function pictureOf(browser: Browser, report: string, id: string): Promise<Buffer> {
  const page = await browser.newPage({ viewport: panel, colorScheme: id === 'layers' ? 'dark' : 'light' });
  page.setDefaultTimeout(100_000);
  await page.goto(pathToFileURL(report).href);
  if (id !== 'training') {
    // Feature maps are further down in their section.
    const from = id === 'layers' ? page.locator('.picker') : page.locator(`#${id}`);
    await from.evaluate((element) =>
      window.scrollTo({ top: element.getBoundingClientRect().top - 70, behavior: 'instant' }),
    );
  }
  await page.waitForTimeout(300);
  const picture = await page.screenshot();
  await page.close();
  return picture;
}

async function beside(browser: Browser, pictures: readonly Buffer[]): Promise<Buffer> {
  const [width, gap] = [600, 14];
  const height = Math.round((width * panel.height) / panel.width);
  const page = await browser.newPage({ viewport: { width: 2 * width + gap, height: 2 * height + gap } });
  const images = pictures.map((picture) => `<img src="data:image/png;base64,${picture.toString('base64')}">`);
  await page.setContent(
    `<style>body{margin:0;display:grid;grid-template-columns:1fr 1fr;gap:${gap}px;background:#c9ccd2}img{width:100%;display:block}</style>${images.join('')}`,
  );
  const picture = await page.screenshot();
  await page.close();
  return picture;
}

const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
try {
  const given = process.argv[2];
  // Under the name that the picture shall show.
  if (given === undefined) trainRun();
  else cpSync(given, join(work, 'runs/glyphs'), { recursive: true });
  convoy('report', 'runs/glyphs');
  const report = join(work, 'runs/glyphs/report.html');
  const pictures: Buffer[] = [];
  for (const id of places) pictures.push(await pictureOf(browser, report, id));
  mkdirSync(join(root, 'docs/images'), { recursive: true });
  writeFileSync(join(root, 'docs/images/report.png'), await beside(browser, pictures));
} finally {
  await browser.close();
  rmSync(work, { recursive: true, force: true });
}
