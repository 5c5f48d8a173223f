// Links within the repository lead to a file that is there, and to a heading that it has. Addresses elsewhere are not
// asked for: a test needs no network.

import { existsSync } from 'node:fs';
import { posix } from 'node:path';
import { expect, it } from 'vitest';
import { type Page, readPage } from './markdown.ts';
import { pageNames, repository } from './pages.ts';

/** What is made by a command, not kept in the repository. */
const generated = /^docs\/api\//;

const pages = new Map<string, Page>();
function pageOf(name: string): Page {
  const page = pages.get(name) ?? readPage(name);
  pages.set(name, page);
  return page;
}

function faultOf(from: string, url: string): string | null {
  if (/^[a-z]+:/.test(url)) return null;
  const [path = '', anchor] = url.split('#');
  const target = path === '' ? from : posix.join(posix.dirname(from), decodeURIComponent(path));
  if (generated.test(target)) return null;
  if (!existsSync(`${repository}/${target}`)) return 'no such file';
  if (anchor === undefined) return null;
  if (!target.endsWith('.md')) return null;
  return pageOf(target).anchors.has(anchor) ? null : `no such heading in ${target}`;
}

it.each([...pageNames, 'bench/README.md'])('links of %s lead somewhere', (name) => {
  const { links } = pageOf(name);
  const broken = links.flatMap(({ line, url }) => {
    const fault = faultOf(name, url);
    return fault === null ? [] : [`${name}:${line}: ${url}: ${fault}`];
  });
  expect(broken).toEqual([]);
});

it('every page of docs is linked from the README', () => {
  const linked = new Set(pageOf('README.md').links.map(({ url }) => url.split('#')[0]));
  expect(pageNames.filter((name) => name !== 'README.md' && !linked.has(name))).toEqual([]);
});
