// Data for checks: Marsaglia's xorshift32 ("Xorshift RNGs", 2003), seeded by a name, so that each case draws the same
// values whatever runs before it.

export interface Random {
  /** In (0, 1). */
  uniform(): number;
  normal(): number;
  /** From 0 up to, not including, `count`. */
  integer(count: number): number;
  int32(): number;
}

export function createRandom(name: string): Random {
  let state = hash(name) || 1;
  function int32(): number {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state | 0;
  }
  for (let i = 0; i < 8; i++) int32();
  const uniform = () => ((int32() >>> 0) + 0.5) / 2 ** 32;
  return {
    int32,
    uniform,
    normal: () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform()),
    integer: (count) => Math.floor(uniform() * count),
  };
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const character of text) value = Math.imul(value ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return value;
}
