// As much of Protocol Buffers' wire format as an ONNX file needs: numbers, bytes, text and messages, each behind a tag.

const varintType = 0;
const bytesType = 2;

/** A message is the bytes of its fields, one after the other. */
export function message(...fields: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(fields.reduce((total, { length }) => total + length, 0));
  let at = 0;
  for (const field of fields) {
    bytes.set(field, at);
    at += field.length;
  }
  return bytes;
}

/** A whole number of at least 0, or an enumeration's value. */
export function number(field: number, value: number): Uint8Array {
  return message(varint((field << 3) | varintType), varint(value));
}

export function bytes(field: number, value: Uint8Array): Uint8Array {
  return message(varint((field << 3) | bytesType), varint(value.length), value);
}

export function text(field: number, value: string): Uint8Array {
  return bytes(field, new TextEncoder().encode(value));
}

/** Seven bits a byte, the lowest first; the eighth says that more follow. */
function varint(value: number): Uint8Array {
  const digits: number[] = [];
  let rest = value;
  while (rest > 127) {
    digits.push((rest % 128) | 128);
    rest = Math.floor(rest / 128);
  }
  return Uint8Array.from([...digits, rest]);
}
