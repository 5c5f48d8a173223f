/**
 * Zeros that threads can share. A page that is not cross-origin isolated has no SharedArrayBuffer: there the bytes are
 * ordinary ones, which is all a single thread needs.
 */
export function sharedBytes(length: number): Uint8Array {
  return new Uint8Array(
    typeof SharedArrayBuffer === 'undefined' ? new ArrayBuffer(length) : new SharedArrayBuffer(length),
  );
}
