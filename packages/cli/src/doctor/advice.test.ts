import { describe, expect, it } from 'vitest';
import { type Cache, cacheAdvice } from './caches.ts';
import { type Processor, processorAdvice } from './processor.ts';

const processor: Processor = { cpu: 'a processor', cores: 4, processors: 4, simd: 'relaxed' };
const cache: Cache = { holds: 'pictures', path: '/cache', bytes: 1e6, writable: true, freeBytes: 1e11 };

describe('the doctor', () => {
  it('has nothing to say where nothing is lacking', () => {
    expect(processorAdvice(processor)).toEqual([]);
    expect(cacheAdvice([cache])).toEqual([]);
  });

  it('says what to do about each lack of the processor', () => {
    expect(processorAdvice({ ...processor, simd: 'plain' })).toEqual([
      expect.stringMatching(/no relaxed SIMD: Node 22/),
    ]);
    expect(processorAdvice({ ...processor, simd: 'none' })).toEqual([
      expect.stringMatching(/install Node 22/),
    ]);
    expect(processorAdvice({ ...processor, cores: 2 })).toEqual([expect.stringMatching(/2 of 4 processors/)]);
    expect(processorAdvice({ ...processor, cores: 1 })).toEqual([expect.stringMatching(/one processor/)]);
  });

  it('says what to do about each lack of a cache', () => {
    expect(cacheAdvice([{ ...cache, writable: false }])).toEqual([
      '/cache cannot be written: name another cache with XDG_CACHE_HOME.',
    ]);
    expect(cacheAdvice([{ ...cache, holds: 'downloads', freeBytes: 5e8 }])).toEqual([
      '/cache has 500.0 MB of disk left: make room, or name another folder with --data-dir or CONVOY_DATA.',
    ]);
    expect(cacheAdvice([{ ...cache, bytes: 2e10 }])).toEqual([
      '/cache takes 20.0 GB: it may be deleted, it only saves time.',
    ]);
  });
});
