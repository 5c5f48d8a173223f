import { resolve } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { dataDirectories } from './directories.node.ts';

describe('dataDirectories', () => {
  afterEach(() => vi.unstubAllEnvs());

  it('are the named one, then CONVOY_DATA, then the cache', () => {
    vi.stubEnv('CONVOY_DATA', 'from-environment');
    const directories = dataDirectories('named');
    expect(directories.slice(0, 2)).toEqual([resolve('named'), resolve('from-environment')]);
    expect(directories[2]).toMatch(/convoy/);
    expect(directories.length).toBe(3);
  });

  it('are the cache alone where nothing is named, and no folder twice', () => {
    vi.stubEnv('CONVOY_DATA', '');
    expect(dataDirectories().length).toBe(1);
    vi.stubEnv('CONVOY_DATA', 'same');
    expect(dataDirectories('./same').length).toBe(2);
  });

  it.runIf(process.platform === 'linux')('put the cache where XDG_CACHE_HOME says', () => {
    vi.stubEnv('CONVOY_DATA', '');
    vi.stubEnv('XDG_CACHE_HOME', '/somewhere');
    expect(dataDirectories()).toEqual(['/somewhere/convoy/data']);
  });
});
