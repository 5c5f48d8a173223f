// Philox4x32-10 by J. Salmon, M. Moraes, R. Dror and D. Shaw, "Parallel Random Numbers: As Easy as 1, 2, 3", SC 2011: a
// counter-based generator. A block of four random words is a function of a key and a counter, with no state between
// blocks, so whoever knows the counter has the numbers: in any order, on any thread, in the middle of anything.

/**
 * Writes the block of a counter, four words of 32 bits, to `target`.
 * @param key two words
 * @param counter four words
 */
export function philox(
  target: Uint32Array,
  key0: number,
  key1: number,
  counter0: number,
  counter1: number,
  counter2: number,
  counter3: number,
): void {
  let [k0, k1, c0, c1, c2, c3] = [key0, key1, counter0, counter1, counter2, counter3];
  for (let round = 0; round < 10; round++) {
    const high0 = multiplyHigh(0xd251, 0x1f53, c0);
    const low0 = Math.imul(0xd2511f53, c0);
    const high1 = multiplyHigh(0xcd9e, 0x8d57, c2);
    const low1 = Math.imul(0xcd9e8d57, c2);
    c0 = high1 ^ c1 ^ k0;
    c1 = low1;
    c2 = high0 ^ c3 ^ k1;
    c3 = low0;
    k0 = (k0 + 0x9e3779b9) | 0;
    k1 = (k1 + 0xbb67ae85) | 0;
  }
  target[0] = c0;
  target[1] = c1;
  target[2] = c2;
  target[3] = c3;
}

/** The upper 32 bits of the product of two words, one of them in halves of 16 bits; as an int32. */
function multiplyHigh(aHigh: number, aLow: number, b: number): number {
  const bHigh = b >>> 16;
  const bLow = b & 0xffff;
  const low = Math.imul(aLow, bLow) >>> 0;
  const middle = Math.imul(aHigh, bLow) >>> 0;
  const crossed = Math.imul(aLow, bHigh) >>> 0;
  const carry = (low >>> 16) + (middle & 0xffff) + (crossed & 0xffff);
  return (Math.imul(aHigh, bHigh) + (middle >>> 16) + (crossed >>> 16) + (carry >>> 16)) | 0;
}
