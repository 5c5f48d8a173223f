import { expect, it } from 'vitest';
import { compiled, halves } from '../../testing/halves.ts';
import { type ImageView, resolveImageView } from './imageView.ts';

const { images } = halves(9);

/** The images with each pixel taken from where `from` says; undefined is black. */
function redrawn(from: (y: number, x: number) => readonly [y: number, x: number] | undefined): Uint8Array {
  return Uint8Array.from(images, (_, i) => {
    const pixel = i % 16;
    const source = from(Math.floor(pixel / 4), pixel % 4);
    return source === undefined ? 0 : (images[i - pixel + 4 * source[0] + source[1]] ?? 0);
  });
}

it('a prediction of a view is that of images redrawn so: moved, then mirrored', async () => {
  const reflected = [1, 0, 1, 2];
  const views: readonly [Partial<ImageView>, Uint8Array][] = [
    [{}, redrawn((y, x) => [y, x])],
    [{ flip: true }, redrawn((y, x) => [y, 3 - x])],
    [{ shift: [1, 1] }, redrawn((y, x) => [reflected[y] ?? 0, reflected[x] ?? 0])],
    [{ shift: [1, 1], flip: true }, redrawn((y, x) => [reflected[y] ?? 0, reflected[3 - x] ?? 0])],
    [{ shift: [0, -2], fill: 'zeros' }, redrawn((y, x) => (x < 2 ? [y, x + 2] : undefined))],
  ];
  const model = compiled();
  const floats = Float32Array.from(images, (byte) => byte / 255);
  for (const [view, expected] of views) {
    const probabilities = await model.predict(expected);
    expect(await model.predict(images, { view, batchSize: 4 })).toEqual(probabilities);
    expect(await model.predict(floats, { view })).toEqual(probabilities);
  }
});

it('refuses what is no view', async () => {
  const model = compiled();
  const wrong = [
    { flip: 'left' },
    { shift: [1] },
    { shift: [0.5, 0] },
    { shift: [4, 0] },
    { turn: 90 },
  ] as unknown as Partial<ImageView>[];
  const messages = await Promise.all(wrong.map((view) => model.predict(images, { view }).catch(String)));
  expect(messages).toMatchInlineSnapshot(`
    [
      "CoreError: view: flip: expected true or false, found "left"",
      "CoreError: view: shift: expected whole pixels [down, right], found [1]",
      "CoreError: view: shift: expected whole pixels [down, right], found [0.5,0]",
      "CoreError: view: shift: expected fewer pixels than images of 4 × 4 have, to reflect them, found [4,0]",
      "CoreError: view: unknown option turn. There are: flip, shift, fill",
    ]
  `);
  expect(resolveImageView({ shift: [4, 0], fill: 'zeros' }, [4, 4, 1])).toEqual({
    flip: false,
    shift: [4, 0],
    fill: 'zeros',
  });
});
