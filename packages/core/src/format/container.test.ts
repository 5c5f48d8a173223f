import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { describe, expect, it } from 'vitest';
import { CoreError } from '../errors.ts';
import { decodeContainer } from './decode.ts';
import { type Container, encodeContainer } from './encode.ts';
import { asWeights, type StoredTensor } from './tensor.ts';

function example(): Container {
  return {
    kind: 'ensemble',
    version: 2,
    header: {
      name: 'lecture-cnn',
      classNames: ['0', '1', 'zwölf'],
      nested: { accuracy: 0.9921, seed: 2 ** 40, missing: null, list: [1, -1, 70_000, true] },
    },
    tensors: new Map<string, StoredTensor>([
      ['conv2d_1/kernel', { shape: [3, 3, 1, 2], data: Float32Array.from({ length: 18 }, (_, i) => i / 7) }],
      ['steps', { shape: [], data: Int32Array.of(-5) }],
      ['empty', { shape: [0, 4], data: new Float32Array(0) }],
      ['bytes', { shape: [5], data: Uint8Array.of(1, 2, 3, 254, 255) }],
    ]),
  };
}

/** The bytes with a checksum that fits them. */
function sealed(bytes: Uint8Array): Uint8Array {
  const copy = Uint8Array.from(bytes);
  copy.set(sha256(copy.subarray(0, -32)), copy.length - 32);
  return copy;
}

function codeOf(action: () => unknown): string | undefined {
  try {
    action();
  } catch (error) {
    if (error instanceof CoreError) return error.code;
    throw error;
  }
  return undefined;
}

describe('a container', () => {
  it('comes back as it was written', () => {
    const { kind, version, header, tensors } = decodeContainer(encodeContainer(example()));
    expect({ kind, version, header, tensors }).toEqual(example());
  });

  it('comes back from a view that is aligned to nothing', () => {
    const bytes = encodeContainer(example());
    const shifted = new Uint8Array(bytes.length + 3);
    shifted.set(bytes, 3);
    expect(decodeContainer(shifted.subarray(3)).tensors).toEqual(example().tensors);
  });

  it('has the same bytes whatever order the fields of its header were made in', () => {
    const a = { ...example(), header: { a: 1, b: { c: [{ x: 1, y: 2 }], d: 'e' }, gone: undefined } };
    const b = { ...example(), header: { b: { d: 'e', c: [{ y: 2, x: 1 }] }, a: 1 } };
    expect(encodeContainer(a)).toEqual(encodeContainer(b));
  });

  it('keeps its bytes from version to version', () => {
    const bytes = encodeContainer(example());
    expect(bytes.length).toBe(549);
    expect(bytesToHex(sha256(bytes))).toBe(
      '0fa3cb64edd41a8dc8666daa1e0c0bea7a48ff62685fcc9ba48a442c9321ccb2',
    );
  });

  it('begins every tensor at a multiple of 64 bytes', () => {
    const data = Float32Array.of(1, 2, 3);
    const bytes = encodeContainer({ ...example(), tensors: new Map([['t', { shape: [3], data }]]) });
    const offset = bytes.length - 32 - data.byteLength;
    expect(offset % 64).toBe(0);
    expect(bytes.subarray(offset, -32)).toEqual(new Uint8Array(data.buffer));
  });

  it('keeps the numbers that float32 has no other name for', () => {
    const data = Float32Array.of(Number.NaN, Number.POSITIVE_INFINITY, -0, 1e-45);
    const bytes = encodeContainer({ ...example(), tensors: new Map([['t', { shape: [4], data }]]) });
    expect(decodeContainer(bytes).tensors.get('t')?.data).toEqual(data);
  });

  it('gives its float32 tensors as weights, and says which tensor is none', () => {
    const { tensors } = decodeContainer(encodeContainer(example()));
    expect(() => asWeights(tensors)).toThrow('tensor steps: expected float32, found Int32Array');
    const kernel = new Map([...tensors].filter(([name]) => name === 'conv2d_1/kernel'));
    expect(asWeights(kernel).get('conv2d_1/kernel')?.data[7]).toBe(1);
  });
});

describe('what cannot be written', () => {
  it.each([
    [{ when: new Date(0) }, 'container.header.when: expected plain data, found Date'],
    [{ list: [1, () => 1] }, 'container.header.list[1]: expected plain data, found function'],
    [{ data: new Float32Array(2) }, 'container.header.data: expected plain data, found Float32Array'],
    [{ big: 1n }, 'container.header.big: expected plain data, found bigint'],
  ])('a header with something that is not plain data: %o', (header, message) => {
    expect(() => encodeContainer({ ...example(), header })).toThrow(message);
  });

  it('a tensor whose shape does not fit its data', () => {
    const tensors = new Map([['t', { shape: [2, 2], data: new Float32Array(3) }]]);
    expect(() => encodeContainer({ ...example(), tensors })).toThrow(
      'tensor t: shape [2,2] does not fit 3 numbers',
    );
  });
});

describe('what is refused when read', () => {
  const bytes = encodeContainer(example());

  it('another kind of file', () => {
    const png = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
    expect(() => decodeContainer(png)).toThrow('not a Convoy file');
    expect(codeOf(() => decodeContainer(new TextEncoder().encode('{}')))).toBe('not-a-container');
  });

  it('a file cut off anywhere', () => {
    for (let length = 0; length < bytes.length; length++)
      expect(codeOf(() => decodeContainer(bytes.subarray(0, length)))).toBe('truncated-file');
    expect(() => decodeContainer(bytes.subarray(0, 300))).toThrow('truncated file: 300 bytes of 549');
  });

  it('a file with something after its end', () => {
    const longer = new Uint8Array(bytes.length + 1);
    longer.set(bytes);
    expect(() => decodeContainer(longer)).toThrow('corrupt file: bytes after its end: 1');
  });

  it('a newer layout, before anything else is believed', () => {
    const newer = Uint8Array.from(bytes);
    newer[8] = 2;
    expect(() => decodeContainer(newer)).toThrow('newer file: written in format 2');
    expect(codeOf(() => decodeContainer(newer))).toBe('newer-version');
  });

  it('a newer version of its kind, and another kind', () => {
    expect(decodeContainer(bytes, { kind: 'ensemble', version: 2 }).version).toBe(2);
    expect(codeOf(() => decodeContainer(bytes, { kind: 'ensemble', version: 1 }))).toBe('newer-version');
    expect(() => decodeContainer(bytes, { kind: 'checkpoint', version: 2 })).toThrow(
      'wrong kind of file: expected checkpoint, found ensemble',
    );
  });

  it('fields that are not what they should be, though the checksum fits', () => {
    const withTensor = (entry: string, replaced: string) => {
      const text = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
      expect(text).toContain(entry);
      return sealed(Uint8Array.from(text.replace(entry, replaced), (letter) => letter.charCodeAt(0)));
    };
    expect(() => decodeContainer(withTensor('int32', 'int99'))).toThrow(
      'tensors[1].type: expected float32, int32, uint8, found "int99"',
    );
    expect(() => decodeContainer(withTensor('shape', 'shade'))).toThrow('tensors[0].shape: expected up to 8');
    expect(() => decodeContainer(withTensor('\x94\x03\x03\x01\x02', '\x94\x03\x03\x01\x72'))).toThrow(
      'corrupt file: its tensors need',
    );
    expect(() => decodeContainer(withTensor('\x94\x03\x03\x01\x02', '\x91\xce\xff\xff\xff'))).toThrow(
      CoreError,
    );
  });
});
