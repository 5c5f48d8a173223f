// Mutated pictures: each is refused with an error of ours or decoded, twice to the same pixels, with another picture decoded
// in between. `CONVOY_FUZZ` is the number of cases (1,000).

import { expect, test } from 'vitest';
import { CoreError } from '../errors.ts';
import { createGenerator, type Generator } from '../random/generator.ts';
import { deriveSeed } from '../random/seed.ts';
import { packedRows, rawPng } from '../testing/rawPng.node.ts';
import { fromBase64, samplePictures } from '../testing/samplePictures.ts';
import { decodeImage } from './decode.ts';

const cases = Number(process.env.CONVOY_FUZZ ?? 1000);
/** Of mutated pictures: a damaged dimension may be large and valid. */
const maxPixels = 1_000_000;

function corpus(): Uint8Array[] {
  const pngs = [
    { depth: 8, colorType: 2 },
    { depth: 4, colorType: 0, interlaced: true },
    { depth: 16, colorType: 6, interlaced: true },
  ].map((kind) => {
    const layout = { width: 16, height: 16, ...kind };
    const channels = { 0: 1, 2: 3, 6: 4 }[kind.colorType] ?? 1;
    const rows = packedRows(layout, channels, (y, x, c) => (y * 31 + x * 7 + c) % 2 ** kind.depth);
    return rawPng({ ...layout, rows });
  });
  return [...pngs, ...Object.values(samplePictures).map(({ base64 }) => fromBase64(base64))];
}

function mutated(original: Uint8Array, random: Generator): Uint8Array {
  let bytes = Uint8Array.from(original);
  for (let edits = 1 + random.integer(3); edits > 0; edits--) {
    const [from, length] = [random.integer(bytes.length), 1 + random.integer(16)];
    switch (random.integer(4)) {
      case 0:
        bytes[from] = (bytes[from] ?? 0) ^ (1 << random.integer(8));
        break;
      case 1:
        bytes.fill(random.integer(256), from, from + length);
        break;
      case 2:
        bytes = Uint8Array.of(...bytes.subarray(0, from), ...bytes.subarray(from + length));
        break;
      default:
        bytes = Uint8Array.of(...bytes.subarray(0, from + length), ...bytes.subarray(from));
    }
    if (bytes.length === 0) return bytes;
  }
  return bytes;
}

async function outcome(bytes: Uint8Array): Promise<string> {
  try {
    const { pixels } = await decodeImage(bytes, { maxPixels });
    return `${pixels.width} × ${pixels.height}: ${pixels.data.join()}`;
  } catch (error) {
    if (error instanceof CoreError) return error.message;
    throw error;
  }
}

const minutes = 60_000;

test(`${cases} mutated pictures are refused, or give the same pixels twice`, {
  timeout: 20 * minutes,
}, async () => {
  const random = createGenerator(deriveSeed(1, 'pictures'));
  const originals = corpus();
  let decoded = 0;
  for (let turn = 0; turn < cases; turn++) {
    const bytes = mutated(originals[turn % originals.length] ?? new Uint8Array(), random);
    const first = await outcome(bytes);
    await outcome(originals[random.integer(originals.length)] ?? new Uint8Array());
    expect(await outcome(Uint8Array.from(bytes))).toBe(first);
    if (/^\d+ × \d+: /.test(first)) decoded++;
  }
  console.log(`${cases} mutated pictures:`, { decoded, refused: cases - decoded });
  expect(decoded).toBeGreaterThan(0);
  expect(decoded).toBeLessThan(cases);
});
