import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { asJpeg, asPng, type Colour, picture } from '../../testing/pictures.ts';
import type { Dataset, Split } from '../dataset.ts';
import { loadDataset } from '../registry.node.ts';
import { loadImageFolder } from './loadImageFolder.node.ts';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'convoy-folder-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(name: string, bytes: Uint8Array | string): void {
  const path = join(root, 'data', name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, bytes);
}

/** A plain picture of one colour. */
function plain(colour: Colour, width = 8, height = 8): Uint8Array {
  return asPng(
    width,
    height,
    picture(width, height, () => true, colour, colour),
  );
}

const red: Colour = [200, 10, 10];
const blue: Colour = [10, 10, 200];
const grey = (value: number): Colour => [value, value, value];

/** `count` pictures of a class, each a little brighter than the one before. */
function writeClass(folder: string, count: number, colour: (index: number) => Colour): void {
  for (let index = 0; index < count; index++) write(`${folder}/${index}.png`, plain(colour(index)));
}

function load(options: Parameters<typeof loadImageFolder>[1] = {}): Promise<Dataset> {
  return loadImageFolder(join(root, 'data'), { cache: join(root, 'cache'), ...options });
}

function counts({ labels }: Split, classes: number): number[] {
  return Array.from({ length: classes }, (_, label) => labels.filter((each) => each === label).length);
}

/** What goes wrong when the folder is loaded, without the path of the temporary folder. */
async function complaint(options: Parameters<typeof loadImageFolder>[1] = {}): Promise<string> {
  const error: unknown = await load(options).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toMatchObject({ name: 'CoreError' });
  return error instanceof Error ? error.message.replaceAll(root, '') : '';
}

describe('a folder for each class', () => {
  beforeEach(() => {
    writeClass('rose', 12, (index) => [200 + index, 10, 10]);
    writeClass('iris', 6, (index) => [10, 10, 200 + index]);
  });

  it('gives classes in the order of their names, and sets a part of each aside for the test', async () => {
    const dataset = await load();
    expect(dataset.name).toBe('data');
    expect(dataset.classNames).toEqual(['iris', 'rose']);
    expect(dataset.imageShape).toEqual([8, 8, 3]);
    expect(counts(dataset.train, 2)).toEqual([5, 10]);
    expect(counts(dataset.test, 2)).toEqual([1, 2]);
    expect(dataset.train.images.buffer).toBeInstanceOf(SharedArrayBuffer);
  });

  it('keeps each picture with its label, in random order', async () => {
    const { train } = await load();
    for (let row = 0; row < train.count; row++) {
      const [first = 0, , third = 0] = train.images.subarray(row * 192, row * 192 + 3);
      expect(first > third).toBe(train.labels[row] === 1);
    }
    expect([...train.labels]).not.toEqual([...train.labels].sort());
  });

  it('splits the same way every time, and another way from another seed', async () => {
    const first = await load({ cache: null });
    expect((await load({ cache: null })).sha256).toBe(first.sha256);
    expect((await load({ cache: null, seed: 1 })).sha256).not.toBe(first.sha256);
    expect(counts((await load({ testSplit: 0.5 })).test, 2)).toEqual([3, 6]);
  });

  it('says where it came from, so that it can be read again', async () => {
    const { origin, sha256 } = await load({ imageSize: [4, 6], channels: 1, seed: 5 });
    expect(origin).toEqual({
      folder: join(root, 'data'),
      imageSize: [4, 6],
      channels: 1,
      testSplit: 1 / 6,
      seed: 5,
    });
    const again = await loadImageFolder(origin?.folder ?? '', { ...origin, cache: null });
    expect(again.sha256).toBe(sha256);
  });

  it('looks into folders within a class, through links, and past names that begin with a dot', async () => {
    write('rose/garden/more.png', plain(red));
    write('rose/.DS_Store', 'not a picture');
    write('README.txt', 'about these flowers');
    write('../elsewhere/linked.png', plain(red));
    symlinkSync(join(root, 'elsewhere'), join(root, 'data/rose/link'));
    const { train, test } = await load();
    expect(train.count + test.count).toBe(20);
  });
});

describe('train, val and test folders', () => {
  beforeEach(() => {
    for (const [split, count] of [
      ['train', 9],
      ['val', 3],
    ] as const) {
      writeClass(`${split}/a`, count, (index) => [count, index, 0]);
      writeClass(`${split}/b`, count, (index) => [count, index, 255]);
    }
  });

  it('give the validation rows last, and how many they are', async () => {
    writeClass('test/a', 2, () => red);
    const { train, test, validationCount, classNames } = await load();
    expect([classNames, train.count, validationCount, test.count]).toEqual([['a', 'b'], 24, 6, 2]);
    const firstBytes = Array.from({ length: 24 }, (_, row) => train.images[row * 192]);
    expect(firstBytes).toEqual([...new Array(18).fill(9), ...new Array(6).fill(3)]);
    expect((await load()).validationCount).toBe(6);
  });

  it('without test are tested on val, and never classes named train and val', async () => {
    const { train, test, validationCount, classNames } = await load();
    expect([classNames, train.count, validationCount, test.count]).toEqual([['a', 'b'], 18, undefined, 6]);
  });

  it('are refused where it is not plain whether they are classes', async () => {
    writeClass('flowers', 2, () => red);
    expect(await complaint()).toContain(
      'beside train and val there is flowers. Are these splits or classes?',
    );
    rmSync(join(root, 'data/flowers'), { recursive: true });
    writeClass('valid/a', 2, () => red);
    expect(await complaint()).toContain('one split twice: val and valid');
  });
});

describe('what is in a class folder and is no picture', () => {
  beforeEach(() => {
    writeClass('a', 3, () => red);
    writeClass('b', 3, () => blue);
    execFileSync('mkfifo', [join(root, 'data/a/pipe.png')]);
    symlinkSync('nowhere.png', join(root, 'data/a/dangling.png'));
    symlinkSync('..', join(root, 'data/b/loop'));
    symlinkSync('/dev/zero', join(root, 'data/b/zero.png'));
  });

  it('is refused with a sentence each, and never waited for', async () => {
    const message = await complaint();
    expect(message).toContain('cannot read a/pipe.png: it is a named pipe, not a file');
    expect(message).toContain('cannot read a/dangling.png: it is a link that leads nowhere');
    expect(message).toContain('cannot read b/loop/b: it is a link to a folder that it lies in');
    expect(message).toContain('cannot read b/zero.png: it is a device, not a file');
    expect(message).toContain('--skip-unreadable (skipUnreadable)');
  });

  it('is left out and listed if asked, from the cache too', async () => {
    rmSync(join(root, 'data/b/loop'));
    write('b/Thumbs.db', 'Windows leaves this');
    write('b/broken.png', 'no picture');
    for (let turn = 0; turn < 2; turn++) {
      const warnings: string[] = [];
      const onWarning = (message: string) => warnings.push(message);
      const { train, test, origin } = await load({ skipUnreadable: true, onWarning });
      expect(train.count + test.count).toBe(6);
      expect(warnings.join()).toContain(`left out 4 of ${join(root, 'data')}:`);
      expect(warnings.join()).toContain('b/broken.png');
      expect(origin).toMatchObject({ skipUnreadable: true });
    }
  });

  it('may not be all that a class has', async () => {
    for (let index = 0; index < 3; index++) rmSync(join(root, `data/a/${index}.png`));
    rmSync(join(root, 'data/b/loop'));
    expect(await complaint({ skipUnreadable: true })).toContain('no training pictures of a');
  });
});

describe('a limit of pixels', () => {
  it('holds for every picture of the folder', async () => {
    writeClass('a', 2, () => red);
    writeClass('b', 2, () => blue);
    expect(await complaint({ maxPixels: 63 })).toContain('image too large: a/0.png is 8 × 8 pixels');
    expect((await load({ maxPixels: 64 })).origin).toMatchObject({ maxPixels: 64 });
    expect(await complaint({ maxPixels: 0 })).toContain('maxPixels: expected a number from 1, got 0');
  });
});

describe('the rows', () => {
  it('are grey if every picture is, and coloured if one is not', async () => {
    write('a/1.png', plain(grey(10)));
    write(
      'a/2.jpg',
      asJpeg(
        8,
        8,
        picture(8, 8, () => true, grey(20), grey(20)),
      ),
    );
    writeClass('b', 2, () => grey(30));
    const dataset = await load();
    expect(dataset.imageShape).toEqual([8, 8, 1]);
    expect(new Set([...dataset.train.images, ...dataset.test.images])).toEqual(new Set([10, 20, 30]));
    expect((await load({ channels: 3 })).imageShape).toEqual([8, 8, 3]);

    write('b/blue.png', plain(blue));
    const coloured = await load();
    expect(coloured.imageShape).toEqual([8, 8, 3]);
    const pixels = new Set<string>();
    for (let at = 0; at < coloured.train.images.length; at += 3) {
      pixels.add([...coloured.train.images.subarray(at, at + 3)].join());
    }
    expect([...pixels].every((pixel) => /^(\d+),\1,\1$/.test(pixel) || pixel === '10,10,200')).toBe(true);
    expect((await load({ channels: 1 })).imageShape).toEqual([8, 8, 1]);
  });

  it('are cut to their middle and resized where a size is given', async () => {
    // White with black sides: only the middle is left of a wide picture made square.
    const wide = picture(30, 10, (_, x) => x > 0.3 && x < 0.7, grey(255), grey(0));
    write('a/1.png', asPng(30, 10, wide));
    write('a/2.png', plain(grey(255), 40, 40));
    writeClass('b', 2, () => grey(255));
    const { imageShape, train, test } = await load({ imageSize: 5 });
    expect(imageShape).toEqual([5, 5, 1]);
    expect(new Set([...train.images, ...test.images])).toEqual(new Set([255]));
    expect((await load({ imageSize: [4, 6] })).imageShape).toEqual([4, 6, 1]);
  });

  it('need a size to be given where the pictures differ', async () => {
    write('a/1.png', plain(grey(1)));
    write('a/2.png', plain(grey(1), 9, 7));
    writeClass('b', 2, () => grey(2));
    expect(await complaint()).toMatch(
      /^pictures differ in size: [ab]\/\d\.png is \d × \d, [ab]\/\d\.png is \d × \d\. .*--image-size 64 \(imageSize: 64\)$/,
    );
  });
});

describe('train and test folders', () => {
  it('are the splits', async () => {
    writeClass('train/a', 3, () => red);
    writeClass('train/b', 4, () => blue);
    writeClass('test/b', 2, () => blue);
    const { classNames, train, test } = await load();
    expect(classNames).toEqual(['a', 'b']);
    expect(counts(train, 2)).toEqual([3, 4]);
    expect(counts(test, 2)).toEqual([0, 2]);
  });

  it('must not hold classes that were not trained on, nor lie beside other folders', async () => {
    writeClass('train/a', 2, () => red);
    writeClass('train/b', 2, () => red);
    writeClass('test/c', 2, () => red);
    expect(await complaint()).toBe('/data: test has a class that train has not: c');
    rmSync(join(root, 'data/test/c'), { recursive: true });
    writeClass('more/a', 2, () => red);
    expect(await complaint()).toContain('beside train and test there is more. Are these splits or classes?');
  });
});

/** An idx file of bytes. */
function idx(shape: readonly number[], data: readonly number[]): Uint8Array {
  const header = new DataView(new ArrayBuffer(4 + 4 * shape.length));
  header.setUint32(0, 0x0800 + shape.length);
  for (const [axis, extent] of shape.entries()) header.setUint32(4 + 4 * axis, extent);
  return Uint8Array.from([...new Uint8Array(header.buffer), ...data]);
}

describe('idx files', () => {
  it('are taken in their order, compressed or not', async () => {
    write('train-images-idx3-ubyte', idx([3, 1, 2], [1, 2, 3, 4, 5, 6]));
    write('train-labels-idx1-ubyte.gz', gzipSync(idx([3], [2, 0, 1])));
    write('t10k-images-idx3-ubyte', idx([1, 1, 2], [7, 8]));
    write('t10k-labels-idx1-ubyte', idx([1], [1]));
    const { imageShape, classNames, train, test } = await load();
    expect(imageShape).toEqual([1, 2, 1]);
    expect(classNames).toEqual(['0', '1', '2']);
    expect([[...train.images], [...train.labels]]).toEqual([
      [1, 2, 3, 4, 5, 6],
      [2, 0, 1],
    ]);
    expect([[...test.images], [...test.labels]]).toEqual([[7, 8], [1]]);
  });

  it('are split where there are none for the test, and may have colours', async () => {
    const labels = [0, 0, 0, 1, 1, 1];
    write(
      'train-images-idx4-ubyte',
      idx(
        [6, 1, 1, 3],
        labels.flatMap((label) => [label, 9, 9]),
      ),
    );
    write('train-labels-idx1-ubyte', idx([6], labels));
    const { imageShape, train, test } = await load();
    expect(imageShape).toEqual([1, 1, 3]);
    expect([counts(train, 2), counts(test, 2)]).toEqual([
      [2, 2],
      [1, 1],
    ]);
    expect([...train.labels]).toEqual([0, 1, 2, 3].map((row) => train.images[row * 3]));
  });

  it('must go together', async () => {
    write('train-images-idx3-ubyte', idx([2, 1, 1], [1, 2]));
    expect(await complaint()).toContain('found train-images-idx3-ubyte, but no train-labels file');
    write('train-labels-idx1-ubyte', idx([3], [0, 1, 0]));
    expect(await complaint()).toContain('train-labels-idx1-ubyte: expected shape [2]');
    write('train-labels-idx1-ubyte', 'x');
    expect(await complaint()).toContain('train-labels-idx1-ubyte: expected a magic number');
  });

  it('have the class names that classes.txt gives, one per line', async () => {
    write('train-images-idx3-ubyte', idx([4, 1, 1], [1, 2, 3, 4]));
    write('train-labels-idx1-ubyte', idx([4], [0, 1, 0, 1]));
    write('classes.txt', 'T-shirt\ntrouser\n');
    expect((await load()).classNames).toEqual(['T-shirt', 'trouser']);
    write('classes.txt', 'T-shirt\n');
    expect(await complaint()).toContain('classes.txt: expected one name per line');
  });

  it('whose counts lie are refused, unpacked no further than they say', async () => {
    write('train-labels-idx1-ubyte', idx([2], [0, 1]));
    const header = idx([2, 1, 1], []);
    // 64 MiB of nothing behind a header of two bytes.
    const bomb = new Uint8Array(2 ** 26);
    bomb.set(header);
    write('train-images-idx3-ubyte.gz', gzipSync(bomb));
    expect(await complaint()).toContain('train-images-idx3-ubyte.gz: gzip of more than 18 bytes');
    write('train-images-idx3-ubyte.gz', gzipSync(idx([2 ** 31, 2 ** 15, 1], [1, 2])));
    expect(await complaint()).toMatch(/train-images-idx3-ubyte.gz: truncated: shape \[2147483648,32768,1\]/);
    write('train-images-idx3-ubyte.gz', gzipSync('no idx at all'));
    expect(await complaint()).toContain('train-images-idx3-ubyte.gz: not the header of an idx file');
    write('train-images-idx3-ubyte.gz', gzipSync(idx([2, 1, 1], [1, 2, 3])));
    expect(await complaint()).toContain('gzip of more than 18 bytes');
    write('train-images-idx3-ubyte.gz', gzipSync(idx([2, 1, 1], [1, 2])).subarray(0, -9));
    expect(await complaint()).toContain('damaged gzip: unexpected end of file');
  });

  const real = process.env.CONVOY_DATA;
  it.skipIf(!real)('of MNIST are MNIST, where CONVOY_DATA has it', async () => {
    const mnist = await loadDataset('mnist');
    const own = await loadImageFolder(join(real ?? '', 'mnist'), { cache: null });
    expect(own.sha256).toBe(mnist.sha256);
    expect(own.classNames).toEqual(mnist.classNames);
  });
});

describe('the cache', () => {
  /** Loads, and says how many pictures were decoded for it. */
  async function decoded(options: Parameters<typeof loadImageFolder>[1] = {}): Promise<[number, string]> {
    let pictures = 0;
    const { sha256 } = await load({ ...options, onProgress: ({ done }) => (pictures = done) });
    return [pictures, sha256];
  }

  beforeEach(() => {
    writeClass('a', 3, () => red);
    writeClass('b', 3, () => blue);
  });

  it('spares decoding the second time', async () => {
    const [first, sha256] = await decoded();
    expect(first).toBe(6);
    expect(await decoded()).toEqual([0, sha256]);
    expect(await decoded({ cache: null })).toEqual([6, sha256]);
  });

  it('sees any change of the files or of what is made of them', async () => {
    const [, sha256] = await decoded();
    expect((await decoded({ imageSize: 4 }))[0]).toBe(6);
    expect((await decoded({ seed: 3 }))[0]).toBe(6);
    write('a/0.png', plain([201, 10, 10]));
    const [pictures, changed] = await decoded();
    expect(pictures).toBe(6);
    expect(changed).not.toBe(sha256);
  });

  it('is made anew where it is damaged', async () => {
    const [, sha256] = await decoded();
    const [file = ''] = readdirSync(join(root, 'cache'));
    writeFileSync(join(root, 'cache', file), 'cut short');
    expect(await decoded()).toEqual([6, sha256]);
    expect(await decoded()).toEqual([0, sha256]);
  });

  it('keeps nothing of a folder that changes while it is read', async () => {
    writeClass('a', 4, () => red);
    writeClass('b', 4, () => blue);
    const warnings: string[] = [];
    const first = await load({
      onProgress: ({ done }) => {
        if (done === 1) writeClass('b', 4, () => grey(7));
      },
      onWarning: (message) => warnings.push(message),
    });
    expect(warnings.join()).toContain('changed while the folder was read');
    expect(readdirSync(root)).not.toContain('cache');
    // Back as it was, it has the rows that it holds.
    writeClass('b', 4, () => blue);
    expect((await load()).sha256).not.toBe(first.sha256);
  });

  it('that cannot be written is no error, but is told', async () => {
    writeFileSync(join(root, 'file'), '');
    const warnings: string[] = [];
    const cache = join(root, 'file/cache');
    const { train } = await load({ cache, onWarning: (message) => warnings.push(message) });
    expect(train.count).toBe(4);
    expect(warnings).toEqual([expect.stringContaining('not kept for the next time')]);
  });
});

describe('what is no data set', () => {
  it('is named, with what was expected', async () => {
    expect(await complaint()).toMatch(/^no such folder: \/data/);
    write('a', 'a file');
    expect(await complaint()).toMatch(
      /^\/data: found 1 files that are in no class's folder, such as a\. Expected/,
    );
    rmSync(join(root, 'data/a'));
    writeClass('only', 2, () => red);
    expect(await complaint()).toContain('found one folder, only, where a classifier needs two classes');
    mkdirSync(join(root, 'data/empty'));
    expect(await complaint()).toMatch(/^\/data\/empty: no pictures of this class/);
  });

  it('is told with the name of each file that cannot be read', async () => {
    writeClass('a', 2, () => red);
    writeClass('b', 2, () => red);
    write('a/broken.png', plain(red).subarray(0, 50));
    write('b/empty.jpg', '');
    write('b/notes.gif', 'GIF89a');
    const message = await complaint();
    expect(message).toMatch(/^pictures cannot be read:\n/);
    expect(message).toContain('damaged PNG image: a/broken.png (');
    expect(message).toContain('empty image file: b/empty.jpg');
    expect(message).toContain('not a PNG, JPEG or WebP image: b/notes.gif');
  });

  it('has too few pictures to test on if each class has one', async () => {
    write('a/1.png', plain(red));
    write('b/1.png', plain(red));
    expect(await complaint()).toContain('too few pictures to test on');
  });

  it.each([
    [{ imageSize: 0 }, 'imageSize'],
    [{ imageSize: [8, 1.5] as const }, 'imageSize'],
    [{ testSplit: 1 }, 'testSplit'],
    [{ seed: -1 }, 'seed'],
  ])('%o is refused', async (options, name) => {
    writeClass('a', 2, () => red);
    expect(await complaint(options)).toMatch(new RegExp(`^image folder: ${name}: expected `));
  });
});
