import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { packTar } from 'modern-tar';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createGenerator } from '../random/generator.ts';
import { deriveSeed } from '../random/seed.ts';
import { readTarGz } from './tarGz.node.ts';

// Larger than the pieces in which streams come, and than what decompression can make small.
const random = createGenerator(deriveSeed(1, 'archive'));
const large = Uint8Array.from({ length: 1_000_000 }, () => random.integer(256));
const small = Uint8Array.of(1, 2, 3);

describe('readTarGz', () => {
  let folder: string;
  let path: string;
  let packed: Uint8Array;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'convoy-tar-'));
    path = join(folder, 'data.tar.gz');
    const tar = await packTar([
      { header: { name: 'inner/', type: 'directory', size: 0 } },
      { header: { name: 'inner/readme.html', size: 4 }, body: 'skip' },
      { header: { name: 'inner/large.bin', size: large.length }, body: large },
      { header: { name: 'inner/other.bin', size: large.length }, body: large },
      { header: { name: 'small.bin', size: small.length }, body: small },
    ]);
    packed = gzipSync(tar, { level: 1 });
    await writeFile(path, packed);
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('reads the files that are wanted, in whatever folder they are, and skips the others', async () => {
    const files = await readTarGz(path, [
      { name: 'small.bin', bytes: 3 },
      { name: 'large.bin', bytes: large.length },
    ]);
    expect([...files.keys()].sort()).toEqual(['large.bin', 'small.bin']);
    expect(files.get('small.bin')).toEqual(small);
    expect(Buffer.compare(files.get('large.bin') ?? small, large)).toBe(0);
  });

  it('says which files are not in the archive, or not with their size', async () => {
    const wanted = [
      { name: 'small.bin', bytes: 4 },
      { name: 'none.bin', bytes: 1 },
    ];
    await expect(readTarGz(path, wanted)).rejects.toThrow(
      'not in the archive: small.bin (4 bytes), none.bin (1 bytes)',
    );
  });

  it('takes names and never paths or links from an archive', async () => {
    const tar = await packTar([
      { header: { name: '../../../etc/small.bin', size: 3 }, body: small },
      { header: { name: 'large.bin', size: 0, type: 'symlink', linkname: '/etc/passwd' } },
      { header: { name: 'other.bin', size: 0, type: 'link', linkname: 'small.bin' } },
    ]);
    const hostile = join(folder, 'hostile.tar.gz');
    await writeFile(hostile, gzipSync(tar));
    const files = await readTarGz(hostile, [{ name: 'small.bin', bytes: 3 }]);
    expect([...files.keys()]).toEqual(['small.bin']);
    const wanted = [
      { name: 'large.bin', bytes: 0 },
      { name: 'other.bin', bytes: 0 },
    ];
    await expect(readTarGz(hostile, wanted)).rejects.toThrow(
      'not in the archive: large.bin (0 bytes), other.bin',
    );
  });

  it('ends at an archive that unpacks to far more than is wanted', async () => {
    const bomb = new Uint8Array(40_000_000);
    const tar = await packTar([
      { header: { name: 'bomb.bin', size: bomb.length }, body: bomb },
      { header: { name: 'small.bin', size: 3 }, body: small },
    ]);
    await writeFile(join(folder, 'bomb.tar.gz'), gzipSync(tar, { level: 1 }));
    await expect(readTarGz(join(folder, 'bomb.tar.gz'), [{ name: 'small.bin', bytes: 3 }])).rejects.toThrow(
      'it unpacks to more than 16777222 bytes',
    );
  });

  it('refuses a truncated archive, one that is no archive, and none', async () => {
    const cases: [string, Uint8Array, RegExp][] = [
      ['cut.tar.gz', packed.subarray(0, packed.length / 2), /unexpected end of file/],
      ['text.tar.gz', Buffer.from('no gzip at all'), /incorrect header check/],
      ['noise.tar.gz', gzipSync(large), /cannot read this archive/],
    ];
    for (const [name, bytes, message] of cases) {
      await writeFile(join(folder, name), bytes);
      const failure = readTarGz(join(folder, name), [{ name: 'small.bin', bytes: 3 }]);
      await expect(failure).rejects.toThrow(message);
      await expect(failure).rejects.toMatchObject({ code: 'invalid-data' });
    }
    await expect(readTarGz(join(folder, 'none'), [])).rejects.toThrow('ENOENT');
  });
});
