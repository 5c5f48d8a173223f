// The packages as whoever installs them gets them: built, packed by pnpm, installed by npm into an empty project, and
// run, types included, with README's example. Nothing of the workspace is in reach of it.

import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const packages = ['kernels', 'core', 'ensemble', 'interop', 'serve', 'cluster', 'playground', 'cli'];
const nodeVersions = ['22', '24'];
const oldNodeVersions = ['18', '20'];
/** The npm package that holds a Node binary for this machine. */
const nodePackage = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;

const isOnline = await run(root, 'npm', [
  'view',
  'node',
  'version',
  '--fetch-retries=0',
  '--fetch-timeout=15000',
]).then(
  () => true,
  () => false,
);

describe.skipIf(!isOnline)(
  `installed packages${isOnline ? '' : ' (skipped: the npm registry cannot be reached)'}`,
  () => {
    let project: string;
    let example: string;

    beforeAll(async () => {
      project = await mkdtemp(join(tmpdir(), 'convoy-packaging-'));
      example = await readmeExample();
      await run(root, process.execPath, ['scripts/build.ts']);
      for (const name of packages)
        await pnpm(join(root, 'packages', name), ['pack', '--pack-destination', project]);
      const tarballs = (await readdir(project))
        .filter((name) => name.endsWith('.tgz'))
        .map((name) => `./${name}`);
      expect(tarballs).toHaveLength(packages.length);
      await writeFile(join(project, 'package.json'), '{ "private": true, "type": "module" }\n');
      const nodes = [...oldNodeVersions, ...nodeVersions].map(
        (version) => `node${version}@npm:${nodePackage}@${version}`,
      );
      await run(project, 'npm', [
        'install',
        '--no-audit',
        '--no-fund',
        '--loglevel=error',
        ...tarballs,
        ...nodes,
      ]);
    }, 300_000);

    afterAll(() => rm(project, { recursive: true, force: true }));

    it.each(packages)(
      '@convoy/%s carries its licence, its declarations and no sources or tests',
      async (name) => {
        const folder = join(project, 'node_modules', '@convoy', name);
        expect((await readdir(folder)).sort()).toEqual(['LICENSE', 'dist', 'package.json']);
        const files = await readdir(join(folder, 'dist'), { recursive: true });
        expect(files).toContain('index.d.ts');
        expect(files.filter((file) => /\.test\.|testing|(?<!\.d)\.ts$/.test(file))).toEqual([]);
        const manifest = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
        expect(manifest.license).toBe('MIT');
        expect(JSON.stringify(manifest)).not.toMatch(/workspace:|catalog:|\.\/src\//);
      },
    );

    it.each(nodeVersions)("run README's library example on Node %s", async (version) => {
      await rm(join(project, 'runs'), { recursive: true, force: true });
      await writeFile(join(project, 'example.js'), example);
      const { stdout } = await run(project, nodeBinary(version), ['example.js']);
      expect(stdout).toMatch(/^ensemble: \d+\.\d% of the test images$/m);
      expect(stdout).toMatch(/^the first test image is a \d$/m);
    });

    it.each(nodeVersions)('have a convoy command that runs on Node %s', async (version) => {
      const { bin } = JSON.parse(
        await readFile(join(project, 'node_modules/@convoy/cli/package.json'), 'utf8'),
      );
      const main = join(project, 'node_modules/@convoy/cli', bin.convoy);
      const { stdout } = await run(project, nodeBinary(version), [main, 'doctor', '--json']);
      expect(JSON.parse(stdout)).toMatchObject({ ok: true, backend: { name: 'wasm' } });
      const summary = await run(project, nodeBinary(version), [main, 'summary', '--model', 'lecture-cnn']);
      expect(summary.stdout).toContain('93,322');
    });

    it.each(oldNodeVersions)(
      'have a convoy command that says on Node %s which Node it needs',
      async (version) => {
        const main = join(project, 'node_modules/@convoy/cli/dist/main.js');
        await expect(run(project, nodeBinary(version), [main, 'doctor'])).rejects.toThrow(
          /convoy: Node is too old: \d+\.\d+\.\d+\nInstall Node 22 or newer/,
        );
      },
    );

    it('bring nothing of a GPU, and say how to get it where a gpu backend is asked for', async () => {
      const installed = await readdir(join(project, 'node_modules'));
      expect(installed.filter((name) => ['gl', 'gpu.js', 'webgpu'].includes(name))).toEqual([]);
      const main = join(project, 'node_modules/@convoy/cli/dist/main.js');
      const train = [main, 'train', '--dataset', 'glyphs', '--model', 'lenet5', '--out', 'runs/gpu'];
      for (const backend of ['gpu', 'gpu:webasm']) {
        await expect(run(project, nodeBinary('24'), [...train, '--backend', backend])).rejects.toThrow(
          `convoy: backend ${backend}: the npm package gpu.js is not installed; run: npm install --ignore-scripts gpu.js webgpu@0.4`,
        );
      }
    });

    it("declare types that README's example and a strict compiler agree on", async () => {
      await writeFile(join(project, 'example.ts'), example);
      const tsc = join(root, 'node_modules/typescript/bin/tsc');
      const strict = ['--strict', '--noEmit', '--module', 'nodenext', '--target', 'es2024'];
      const types = ['--typeRoots', join(root, 'node_modules/@types'), '--types', 'node'];
      await run(project, process.execPath, [tsc, ...strict, ...types, 'example.ts']);
    });

    function nodeBinary(version: string): string {
      const folder = join(project, 'node_modules', `node${version}`);
      return process.platform === 'win32' ? join(folder, 'bin', 'node.exe') : join(folder, 'bin', 'node');
    }
  },
);

/** README's first block of TypeScript: it must also be plain JavaScript. */
async function readmeExample(): Promise<string> {
  const readme = await readFile(join(root, 'README.md'), 'utf8');
  const block = /```ts\n([\s\S]*?)```/.exec(readme)?.[1];
  if (block === undefined) throw new Error('README.md has no block of TypeScript');
  return block;
}

/** The pinned pnpm, also where none is installed. */
async function pnpm(cwd: string, args: readonly string[]) {
  const { packageManager } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  return run(cwd, 'npm', ['exec', '--yes', `--package=${packageManager}`, '--', 'pnpm', ...args]);
}

/** Runs a command to its end; what it printed is in the error if it fails. */
async function run(cwd: string, command: string, args: readonly string[]) {
  try {
    return await promisify(execFile)(command, args, { cwd, maxBuffer: 1e8 });
  } catch (error) {
    if (error instanceof Error && 'stdout' in error && 'stderr' in error) {
      throw new Error(`${error.message}\n${error.stdout}\n${error.stderr}`, { cause: error });
    }
    throw error;
  }
}
