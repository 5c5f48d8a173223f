// `pnpm build:playground [FOLDER]`: the page as a folder for any static host; dist/playground if none is named.

import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { buildPage } from '../packages/playground/build.ts';

const { positionals } = parseArgs({ allowPositionals: true });
const folder = resolve(positionals[0] ?? 'dist/playground');
await buildPage(folder);
console.log(`built ${folder}`);
