import { expect, test } from 'vitest';
import { asJpeg, asPng, bar, picture } from '../../../core/src/testing/pictures.ts';
import { declaredSize, isPicture } from './pictureHeader.ts';

const rgba = picture(30, 20, bar, [0, 0, 0], [255, 255, 255]);

test('PNG and JPEG files say their size, behind other segments too', () => {
  for (const file of [asPng(30, 20, rgba), asJpeg(30, 20, rgba), asJpeg(30, 20, rgba, 6)]) {
    expect(isPicture(file)).toBe(true);
    expect(declaredSize(file)).toEqual({ width: 30, height: 20 });
  }
});

test('of several frames the largest counts, wherever it is', () => {
  const file = asJpeg(30, 20, rgba);
  const second = [0xff, 0xc2, 0, 11, 8, 0xff, 0xff, 0xff, 0xff, 1, 1, 0x11, 0];
  const end = file.length - 2;
  const two = Uint8Array.from([...file.subarray(0, end), ...second, ...file.subarray(end)]);
  expect(declaredSize(two)).toEqual({ width: 65_535, height: 65_535 });
});

test('what is cut off or no picture has no size', () => {
  expect(declaredSize(asPng(30, 20, rgba).subarray(0, 20))).toBeUndefined();
  expect(declaredSize(asJpeg(30, 20, rgba).subarray(0, 10))).toBeUndefined();
  expect(declaredSize(new Uint8Array(0))).toBeUndefined();
  expect(isPicture(Buffer.from('GIF89a'))).toBe(false);
});
