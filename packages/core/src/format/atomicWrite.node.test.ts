import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeFileAtomically } from './atomicWrite.node.ts';

describe('writeFileAtomically', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'convoy-atomic-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('writes a new file, replaces an old one, and leaves nothing else', async () => {
    const path = join(folder, 'run.json');
    await writeFileAtomically(path, 'first');
    await writeFileAtomically(path, Uint8Array.of(115, 50));
    expect(await readFile(path, 'utf8')).toBe('s2');
    expect(await readdir(folder)).toEqual(['run.json']);
  });

  it('leaves only whole files when many write at once', async () => {
    const path = join(folder, 'file');
    const contents = Array.from({ length: 20 }, (_, i) => String(i).repeat(50_000));
    await Promise.all(contents.map((content) => writeFileAtomically(path, content)));
    expect(contents).toContain(await readFile(path, 'utf8'));
    expect(await readdir(folder)).toEqual(['file']);
  });

  it('says why it failed, keeps the cause, and removes its temporary file', async () => {
    const path = join(folder, 'taken');
    await mkdir(path);
    await writeFile(join(path, 'kept'), '');
    const failure = writeFileAtomically(path, 'x');
    await expect(failure).rejects.toMatchObject({ name: 'CoreError', code: 'write-failed' });
    await expect(failure).rejects.toThrow(`cannot write ${path}: EISDIR`);
    await expect(failure).rejects.toHaveProperty('cause.code', 'EISDIR');
    expect(await readdir(folder)).toEqual(['taken']);
  });

  it('says which folder is not there', async () => {
    const path = join(folder, 'none', 'file');
    await expect(writeFileAtomically(path, 'x')).rejects.toThrow(`cannot write ${path}: ENOENT`);
  });
});
