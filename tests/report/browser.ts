// Opens a page in a real browser and says what a reader would notice. Debian's chromium, driven by playwright-core.

import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';

const executablePath = '/usr/bin/chromium';

/** Null if there is a browser, else why tests that need one are skipped. */
export const whyNoBrowser = existsSync(executablePath)
  ? null
  : `there is no ${executablePath}; on Debian: apt-get install chromium`;

export interface Seen {
  /** The titles of the charts that Plotly has drawn something in, and of those that are empty. */
  readonly drawn: readonly string[];
  readonly empty: readonly string[];
  /** Errors and warnings of the page's console, and exceptions. */
  readonly complaints: readonly string[];
  /** Addresses that were asked for, but for the file itself. */
  readonly requests: readonly string[];
  /** How far the page is wider than its window, in CSS pixels. */
  readonly overflow: number;
  /** Pictures that could not be decoded. */
  readonly brokenPictures: number;
  readonly pictures: number;
}

export function startBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath, args: ['--no-sandbox'] });
}

export interface OpenOptions {
  readonly width: number;
  readonly dark?: boolean;
}

/** Opens a file and calls `use` with its page and what was seen while it loaded. */
export async function withPage<Result>(
  browser: Browser,
  file: string,
  { width, dark = false }: OpenOptions,
  use: (page: Page, seen: Seen) => Promise<Result>,
): Promise<Result> {
  const page = await browser.newPage({
    viewport: { width, height: 900 },
    colorScheme: dark ? 'dark' : 'light',
  });
  page.setDefaultTimeout(100_000);
  const complaints: string[] = [];
  const requests: string[] = [];
  const address = pathToFileURL(file).href;
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('request', (request) => {
    if (request.url() !== address && !request.url().startsWith('data:')) requests.push(request.url());
  });
  try {
    await page.goto(address);
    return await use(page, { complaints, requests, ...(await page.evaluate(look)) });
  } finally {
    await page.close();
  }
}

/** Runs in the page. */
function look() {
  const charts = [...document.querySelectorAll('figure.chart')].map((figure) => ({
    title: figure.querySelector('h4')?.textContent ?? '',
    marks: [...figure.querySelectorAll('.plot .scatterlayer .js-line, .plot .scatterlayer .point')].filter(
      (mark) => (mark.getAttribute('d') ?? '').length > 4,
    ).length,
  }));
  const pictures = [...document.images];
  return {
    drawn: charts.filter(({ marks }) => marks > 0).map(({ title }) => title),
    empty: charts.filter(({ marks }) => marks === 0).map(({ title }) => title),
    overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    pictures: pictures.length,
    brokenPictures: pictures.filter((picture) => !picture.complete || picture.naturalWidth === 0).length,
  };
}
