// Where the documents' commands run: programs that stand for `convoy`, `pnpm`, `npm` and `npx`, a few images, one small
// trained run, and an empty folder for each page.

import { execFile } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { glyphs } from '@convoy/core';
import { asPng, type Colour, picture } from '../../packages/core/src/testing/pictures.ts';
import { repository } from './pages.ts';

export interface Workplace {
  /** An empty folder for a page, with the environment that its commands run in. */
  folderOf(page: string): { readonly path: string; readonly env: NodeJS.ProcessEnv; readonly log: string };
  remove(): void;
}

const programs = ['convoy', 'pnpm', 'npm', 'npx'];

export async function createWorkplace(): Promise<Workplace> {
  const root = mkdtempSync(join(tmpdir(), 'convoy-docs-'));
  const at = (name: string) => join(root, name);
  const places = { digits: at('digits'), photos: at('photos'), run: at('run') };
  writeDigits(places.digits);
  writePhotos(places.photos);
  writeFileSync(at('places.json'), JSON.stringify(places));
  mkdirSync(at('bin'));
  for (const program of programs) {
    const shim = `exec "${process.execPath}" "${repository}/tests/docs/shim/main.ts" ${program} "$@"`;
    writeFileSync(at(`bin/${program}`), `#!/bin/sh\n${shim}\n`);
    chmodSync(at(`bin/${program}`), 0o755);
  }
  const { FORCE_COLOR: _, ...inherited } = process.env;
  const env = {
    ...inherited,
    PATH: `${at('bin')}:${process.env.PATH}`,
    NO_COLOR: '1',
    ...(inherited.CONVOY_DATA !== undefined && { CONVOY_DATA: resolve(inherited.CONVOY_DATA) }),
    XDG_CACHE_HOME: at('cache'),
    // Every command is a process of its own: what they compile of the sources is kept from one to the next.
    NODE_COMPILE_CACHE: at('compiled'),
    CONVOY_DOCS_PREPARED: at('places.json'),
  };
  const small = ['--members', '2', '--workers', '2', '--batch-size', '32', '--epochs', '2'];
  const training = [
    'train',
    '--dataset',
    places.digits,
    '--model',
    'lecture-cnn',
    ...small,
    '--out',
    places.run,
  ];
  await promisify(execFile)(process.execPath, [`${repository}/packages/cli/src/main.ts`, ...training], {
    env,
  });
  return {
    folderOf(page) {
      const path = at(`pages/${page}`);
      mkdirSync(path, { recursive: true });
      symlinkSync(`${repository}/node_modules`, join(path, 'node_modules'));
      symlinkSync(`${repository}/examples`, join(path, 'examples'));
      writeFileSync(join(path, 'package.json'), '{ "type": "module" }\n');
      const log = `${path}.log`;
      writeFileSync(log, '');
      return { path, env: { ...env, CONVOY_DOCS_LOG: log }, log };
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

/** Digits in the files of MNIST, uncompressed. */
function writeDigits(folder: string): void {
  mkdirSync(folder);
  const { train, test } = glyphs({ trainCount: 160, testCount: 60 });
  for (const [name, { count, images, labels }] of [
    ['train', train],
    ['t10k', test],
  ] as const) {
    writeFileSync(
      join(folder, `${name}-images-idx3-ubyte`),
      Buffer.concat([idxHeader(count, 28, 28), images]),
    );
    writeFileSync(join(folder, `${name}-labels-idx1-ubyte`), Buffer.concat([idxHeader(count), labels]));
  }
}

/** Unsigned bytes: 0, 0, 8, the number of dimensions, then each of them as four bytes, the largest first. */
function idxHeader(...shape: readonly number[]): Uint8Array {
  const header = new DataView(new ArrayBuffer(4 + 4 * shape.length));
  header.setUint32(0, 0x0800 + shape.length);
  shape.forEach((extent, axis) => {
    header.setUint32(4 + 4 * axis, extent);
  });
  return new Uint8Array(header.buffer);
}

/** Ten kinds of coloured bars, 32 × 32, six pictures each. */
function writePhotos(folder: string): void {
  for (let kind = 0; kind < 10; kind++) {
    mkdirSync(join(folder, `kind-${kind}`), { recursive: true });
    for (let index = 0; index < 6; index++) {
      const ink: Colour = [25 * kind, 255 - 40 * index, 60];
      const pixels = picture(
        32,
        32,
        (y, x) => Math.abs(x - 0.05 * (kind + index)) < 0.1 + 0.3 * y,
        ink,
        [90, 90, 120],
      );
      writeFileSync(join(folder, `kind-${kind}`, `${index}.png`), asPng(32, 32, pixels));
    }
  }
}
