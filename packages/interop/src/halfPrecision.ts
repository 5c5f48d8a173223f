// Numbers of half the width, which Convoy keeps as float32: every one of them is a float32, too.

/** Of `bytes`, little-endian. IEEE 754 binary16: 1 sign, 5 exponent and 10 fraction bits. */
export function floatsOfFloat16(bytes: Uint8Array): Float32Array<ArrayBuffer> {
  return convert(bytes, (half) => {
    const sign = half & 0x8000 ? -1 : 1;
    const exponent = (half >> 10) & 0x1f;
    const fraction = half & 0x3ff;
    if (exponent === 0) return sign * fraction * 2 ** -24;
    if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
    return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
  });
}

/** Of `bytes`, little-endian. The upper half of a float32: 1 sign, 8 exponent and 7 fraction bits. */
export function floatsOfBfloat16(bytes: Uint8Array): Float32Array<ArrayBuffer> {
  const word = new DataView(new ArrayBuffer(4));
  return convert(bytes, (half) => {
    word.setUint16(0, half);
    return word.getFloat32(0);
  });
}

function convert(bytes: Uint8Array, value: (half: number) => number): Float32Array<ArrayBuffer> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Float32Array.from({ length: bytes.length >> 1 }, (_, at) => value(view.getUint16(2 * at, true)));
}
