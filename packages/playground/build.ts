// Builds the page into a folder that any static host can serve: scripts by rolldown, one stylesheet, one document.

import { globSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { contentSecurityPolicy } from './src/contentSecurityPolicy.ts';

const source = fileURLToPath(new URL('src/', import.meta.url));

/** What the browser starts: the page, and its workers by the names under which the page starts them. */
const entries = {
  main: `${source}main.tsx`,
};

/**
 * Writes the page into a folder, in place of an earlier page.
 * @throws {Error} if the folder holds anything else: nothing of it is removed
 */
export async function buildPage(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const found = await readdir(folder);
  const foreign = found.find((name) => !isOfPage(name));
  if (foreign !== undefined) {
    throw new Error(
      `${folder}: expected a new or empty folder, or one with an earlier page; it holds ${foreign}`,
    );
  }
  await Promise.all(found.map((name) => rm(`${folder}/${name}`)));
  const bundle = await rolldown({
    input: entries,
    platform: 'browser',
    // The page's policy refuses the code that gpu.js makes of strings.
    external: ['gpu.js'],
    transform: { target: 'es2023' },
    logLevel: 'warn',
  });
  await bundle.write({
    dir: folder,
    format: 'esm',
    minify: true,
    entryFileNames: '[name].js',
    chunkFileNames: '[name]-[hash].js',
  });
  await bundle.close();
  await writeFile(`${folder}/style.css`, await styles());
  const html = await readFile(`${source}index.html`, 'utf8');
  await writeFile(`${folder}/index.html`, html.replace('%POLICY%', contentSecurityPolicy));
}

/** The stylesheets of the page and of its views, those in `styles/` first. */
async function styles(): Promise<string> {
  const own = globSync('**/*.css', { cwd: source }).sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
  const texts = await Promise.all(own.map((file) => readFile(source + file, 'utf8')));
  return texts.join('\n');
}

/** Whether a build writes files of that name. */
function isOfPage(name: string): boolean {
  return /^(index\.html|style\.css|main\.js|[\w.-]+-[\w-]{8}\.js)$/.test(name);
}

function rank(file: string): number {
  return file.startsWith('styles/') ? 0 : 1;
}
