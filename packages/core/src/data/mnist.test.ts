import { describe, expect, it } from 'vitest';
import { parseMnistSplit } from './mnist.ts';

function imageFile(count: number, height = 28, width = 28): Uint8Array {
  const pixels = Array.from({ length: count * height * width }, (_, i) => i % 251);
  return Uint8Array.of(0, 0, 8, 3, 0, 0, 0, count, 0, 0, 0, height, 0, 0, 0, width, ...pixels);
}

function labelFile(...labels: number[]): Uint8Array {
  return Uint8Array.of(0, 0, 8, 1, 0, 0, 0, labels.length, ...labels);
}

describe('parseMnistSplit', () => {
  it('puts images and labels into shared memory', () => {
    const split = parseMnistSplit(imageFile(2), labelFile(7, 0));
    expect(split.count).toBe(2);
    expect(Array.from(split.labels)).toEqual([7, 0]);
    expect(split.images.length).toBe(2 * 784);
    expect(split.images[784 + 3]).toBe((784 + 3) % 251);
    expect(split.images.buffer).toBeInstanceOf(SharedArrayBuffer);
    expect(split.labels.buffer).toBeInstanceOf(SharedArrayBuffer);
  });

  it('refuses images of another size', () => {
    expect(() => parseMnistSplit(imageFile(1, 28, 14), labelFile(1), 'mnist test')).toThrow(
      'mnist test images: expected shape [count,28,28], found [1,28,14]',
    );
    expect(() => parseMnistSplit(labelFile(1), labelFile(1))).toThrow('found [1]');
  });

  it('refuses labels that do not go with the images', () => {
    expect(() => parseMnistSplit(imageFile(2), labelFile(1))).toThrow(
      'mnist labels: expected shape [2] to go with the images, found [1]',
    );
  });

  it('refuses a label that is no digit', () => {
    expect(() => parseMnistSplit(imageFile(2), labelFile(3, 10))).toThrow(
      'mnist labels: label 10 in row 1, expected 0 to 9',
    );
  });
});
