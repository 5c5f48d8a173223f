import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readDataFile, readInParts, readRegularFile } from './readFile.node.ts';

let folder = '';
const at = (name: string) => join(folder, name);
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'convoy-read-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('readRegularFile', () => {
  it('reads a file, through links too, up to a limit', async () => {
    writeFileSync(at('file'), 'bytes');
    symlinkSync('file', at('link'));
    expect(new TextDecoder().decode(await readRegularFile(at('link')))).toBe('bytes');
    await expect(readRegularFile(at('file'), 'file', 4)).rejects.toThrow(
      'cannot read file: 5 bytes, expected at most 4',
    );
  });

  it('reads in parts: Node takes no more than 2 GiB at once', async () => {
    writeFileSync(at('long'), 'ten bytes.');
    const file = await open(at('long'));
    expect(new TextDecoder().decode(await readInParts(file, 10, 3))).toBe('ten bytes.');
    expect((await readInParts(file, 99, 4)).length).toBe(10);
    await file.close();
  });

  it('refuses what is no file, and never waits for it', async () => {
    execFileSync('mkfifo', [at('pipe')]);
    mkdirSync(at('folder'));
    symlinkSync('loop', at('loop'));
    const cases = [
      [at('pipe'), 'it is a named pipe, not a file'],
      [at('folder'), 'it is a folder, not a file'],
      ['/dev/zero', 'it is a device, not a file'],
      [at('loop'), 'ELOOP'],
      [at('none'), 'ENOENT'],
    ] as const;
    for (const [path, message] of cases) {
      const reading = readRegularFile(path);
      await expect(reading).rejects.toThrow(message);
      await expect(reading).rejects.toMatchObject({ code: 'read-failed' });
    }
  });
});

describe('readDataFile', () => {
  it('unpacks gzip of more than 256 MiB', async () => {
    const bytes = 2 ** 28 + 1;
    writeFileSync(at('large.gz'), gzipSync(new Uint8Array(bytes), { level: 1 }));
    expect((await readDataFile(at('large.gz'))).length).toBe(bytes);
  });
});
