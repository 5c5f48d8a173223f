import { describe, expect, it } from 'vitest';
import { asJpeg, asPng, bar, type Colour, corner, picture } from '../testing/pictures.ts';
import { prepareImage, preparePixels } from './prepareImage.ts';
import { defineDataset } from './registry.node.ts';

const digits = { imageShape: [28, 28, 1], classNames: [...'0123456789'] } as const;
const photos = { imageShape: [32, 32, 3], classNames: ['cat', 'dog'] } as const;

const black: Colour = [0, 0, 0];
const white: Colour = [255, 255, 255];
const paper: Colour = [190, 185, 180];
const pencil: Colour = [70, 70, 75];

function value(bytes: Uint8Array, y: number, x: number): number {
  return bytes[y * 28 + x] ?? Number.NaN;
}

/** Row and column of the mean of all light in a 28 × 28 picture. */
function centreOfMass(bytes: Uint8Array): [number, number] {
  let [mass, massY, massX] = [0, 0, 0];
  bytes.forEach((byte, index) => {
    mass += byte;
    massY += byte * (Math.floor(index / 28) + 0.5);
    massX += byte * ((index % 28) + 0.5);
  });
  return [massY / mass, massX / mass];
}

describe('a picture for a digit network', () => {
  it('of the right size and light on dark is taken as it is', async () => {
    const file = asPng(28, 28, picture(28, 28, bar, [200, 200, 200], black));
    const { bytes, notes, format } = await prepareImage(file, 'one.png', digits);
    expect(format).toBe('PNG');
    expect(notes).toEqual([]);
    expect(value(bytes, 14, 14)).toBe(200);
    expect(value(bytes, 14, 2)).toBe(0);
  });

  it('of the right size and dark on light is inverted, and says so', async () => {
    const file = asPng(28, 28, picture(28, 28, bar, black, white));
    const { bytes, notes } = await prepareImage(file, 'one.png', digits);
    expect(notes).toEqual(['inverted: dark ink on a light ground']);
    expect(value(bytes, 14, 14)).toBe(255);
    expect(value(bytes, 14, 2)).toBe(0);
  });

  it('of grey paper, off the middle and not square gets MNIST-like contrast, size and place', async () => {
    const [width, height] = [640, 300];
    const small = picture(width, height, (y, x) => bar(y * 1.5, x * 3), pencil, paper);
    const { bytes, notes } = await prepareImage(asJpeg(width, height, small), 'photo.jpg', digits);
    expect(notes).toEqual([
      'inverted: dark ink on a light ground',
      "ink scaled to 20 pixels and centred, as MNIST's digits are",
    ]);
    expect(Math.max(...bytes)).toBeGreaterThan(240);
    expect([value(bytes, 0, 0), value(bytes, 27, 27), value(bytes, 14, 1)]).toEqual([0, 0, 0]);
    const rows = Array.from({ length: 28 }, (_, y) =>
      bytes.subarray(y * 28, y * 28 + 28).some((byte) => byte > 60),
    );
    expect(rows.filter(Boolean)).toHaveLength(20);
    const [y, x] = centreOfMass(bytes);
    expect(Math.abs(y - 14)).toBeLessThan(0.6);
    expect(Math.abs(x - 14)).toBeLessThan(0.6);
  });

  it('on paper that is lit from one side keeps only its ink', async () => {
    const [width, height] = [320, 240];
    const rgba = picture(width, height, bar, pencil, paper);
    for (let index = 0; index < rgba.length; index++) {
      const shade = 1 - 0.5 * (((index >> 2) % width) / width);
      if (index % 4 < 3) rgba[index] = (rgba[index] ?? 0) * shade;
    }
    const { bytes } = await prepareImage(asPng(width, height, rgba), 'photo.png', digits);
    expect(bytes.filter((byte) => byte > 60).length).toBeLessThan(28 * 8);
    expect(value(bytes, 14, 14)).toBeGreaterThan(200);
    expect([value(bytes, 14, 2), value(bytes, 14, 25)]).toEqual([0, 0]);
  });

  it('drawn in white on nothing is not lost on a white ground', async () => {
    const file = asPng(50, 50, picture(50, 50, bar, white, [0, 0, 0, 0]));
    const { bytes, notes } = await prepareImage(file, 'one.png', digits);
    expect(notes[0]).toBe('transparent parts read as black');
    expect(Math.max(...bytes)).toBe(255);
  });

  it('without ink says so and stays empty', async () => {
    const file = asPng(
      40,
      40,
      picture(40, 40, () => false, black, white),
    );
    const { bytes, notes } = await prepareImage(file, 'blank.png', digits);
    expect(notes).toContain('no ink found: the picture is one plain colour');
    expect(Math.max(...bytes)).toBe(0);
  });
});

describe('pixels that are decoded already', () => {
  it('become the same bytes as the file that holds them', async () => {
    const [width, height] = [120, 90];
    const rgba = picture(width, height, bar, white, black);
    const file = await prepareImage(asPng(width, height, rgba), 'one.png', digits);
    const data = Uint8Array.from({ length: width * height }, (_, i) => rgba[4 * i] ?? 0);
    const { bytes, notes } = preparePixels({ width, height, channels: 1, data }, digits);
    expect(bytes).toEqual(file.bytes);
    expect(notes).toEqual(file.notes);
  });
});

describe('a picture for a network of ten classes that are named as digits', () => {
  const file = asPng(28, 28, picture(28, 28, bar, black, white));
  const notesFor = async (name: string) =>
    (await prepareImage(file, 'one.png', { ...digits, dataset: { name } })).notes;

  it('is prepared as the definition of its dataset says', async () => {
    const read = () => ({
      train: { images: new Uint8Array(), labels: [] },
      test: { images: new Uint8Array(), labels: [] },
    });
    const facts = { ...digits, description: 'digits', read };
    defineDataset({ ...facts, name: 'inked', kind: 'digits' });
    defineDataset({ ...facts, name: 'house-numbers' });
    for (const name of ['mnist', 'glyphs', 'inked']) expect(await notesFor(name)).toHaveLength(1);
    for (const name of ['house-numbers', 'never-defined']) expect(await notesFor(name)).toEqual([]);
  });
});

describe('a picture for a network of photographs', () => {
  it('is cut to its middle and resized in colour', async () => {
    const orange: Colour = [250, 120, 10];
    const file = asPng(
      90,
      60,
      picture(90, 60, () => true, orange, black),
    );
    const { bytes, notes, width, height } = await prepareImage(file, 'cat.png', photos);
    expect([width, height]).toEqual([90, 60]);
    expect(bytes).toHaveLength(32 * 32 * 3);
    expect([...bytes.subarray(0, 3)]).toEqual([250, 120, 10]);
    expect(notes).toEqual(['cut to its middle and resized to 32 × 32']);
  });

  it('is turned upright as the camera noted', async () => {
    // What lies in the upper left of the stored picture belongs in the upper right (6: turn it clockwise).
    const file = asJpeg(64, 64, picture(64, 64, corner, white, black), 6);
    const { bytes, notes } = await prepareImage(file, 'phone.jpg', photos);
    expect(notes[0]).toBe('turned upright as the camera says');
    const lightAt = (y: number, x: number) => bytes[(y * 32 + x) * 3] ?? Number.NaN;
    expect(lightAt(2, 29)).toBeGreaterThan(200);
    expect(lightAt(2, 2)).toBeLessThan(50);
  });
});

describe('a file that is no picture', () => {
  it('is refused by what it contains, whatever its name', async () => {
    const text = new TextEncoder().encode('not a picture');
    await expect(prepareImage(text, 'digit.png', digits)).rejects.toThrow(
      'not a PNG, JPEG or WebP image: digit.png',
    );
  });

  it('is refused as damaged where it is cut short', async () => {
    const whole = asPng(40, 40, picture(40, 40, bar, black, white));
    await expect(prepareImage(whole.subarray(0, 60), 'cut.png', digits)).rejects.toThrow(
      'damaged PNG image: cut.png',
    );
    const photo = asJpeg(40, 40, picture(40, 40, bar, black, white));
    await expect(prepareImage(photo.subarray(0, 100), 'cut.jpg', digits)).rejects.toThrow(
      'damaged JPEG image: cut.jpg',
    );
  });
});
