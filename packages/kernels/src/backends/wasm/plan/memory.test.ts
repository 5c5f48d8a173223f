import { expect, it } from 'vitest';
import { planArena, type Request } from './memory.ts';

const requests: Request[] = Array.from({ length: 60 }, (_, i) => ({
  name: `buffer ${i}`,
  bytes: 16 + ((i * 7919) % 5000),
  from: (i * 31) % 40,
  to: ((i * 31) % 40) + ((i * 17) % 12),
}));

it('never gives two buffers that live at the same time the same memory', () => {
  const { offsets, bytes } = planArena(requests);
  const place = (r: Request) => offsets.get(r.name) ?? Number.NaN;
  for (const a of requests) {
    expect(place(a) + a.bytes).toBeLessThanOrEqual(bytes);
    for (const b of requests) {
      if (a === b || a.to < b.from || b.to < a.from) continue;
      const apart = place(a) + a.bytes <= place(b) || place(b) + b.bytes <= place(a);
      expect(apart, `${a.name} and ${b.name}`).toBe(true);
    }
  }
});

it('reuses the memory of what is dead', () => {
  const one = planArena([{ name: 'a', bytes: 4096, from: 0, to: 1 }]);
  const chain = planArena([
    { name: 'a', bytes: 4096, from: 0, to: 1 },
    { name: 'b', bytes: 4096, from: 2, to: 3 },
    { name: 'c', bytes: 4096, from: 4, to: 5 },
  ]);
  expect(chain.bytes).toBe(one.bytes);
});

it('starts every buffer on a cache line', () => {
  for (const offset of planArena(requests).offsets.values()) expect(offset % 64).toBe(0);
});
