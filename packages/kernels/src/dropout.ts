// Which elements dropout keeps. A counter-based generator: element i of the batch is kept or not by a hash of (key, i)
// alone, so every backend, thread and grouping of rows agrees, and the backward pass draws the same mask again.
// The hash is two rounds of MurmurHash3's 32-bit finalizer (A. Appleby, public domain).

/** MurmurHash3's fmix32: a bijection of 32-bit integers with full avalanche. */
export function fmix32(value: number): number {
  let h = value | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) | 0;
}

/** Elements whose 24-bit draw is below this are dropped. */
export function dropThreshold(rate: number): number {
  return Math.round(rate * 0x1000000);
}

/** Whether dropout keeps element `index` of a batch, for a key of two int32. */
export function isKept(index: number, key0: number, key1: number, rate: number): boolean {
  return fmix32(fmix32(index ^ key0) + key1) >>> 8 >= dropThreshold(rate);
}
