import { join, resolve } from 'node:path';
import envPaths from 'env-paths';

/** `~/.cache/convoy`, `~/Library/Caches/convoy`, `%LOCALAPPDATA%\convoy\Cache`, or in `$XDG_CACHE_HOME`. */
export function cacheDirectory(): string {
  return envPaths('convoy', { suffix: '' }).cache;
}

/**
 * The folders in which data sets are looked for, in this order: `dataDir`, the environment's `CONVOY_DATA`, and the
 * user's cache (`~/.cache/convoy/data`, `~/Library/Caches/convoy/data`, `%LOCALAPPDATA%\convoy\Cache\data`, or in
 * `$XDG_CACHE_HOME`). Each data set is in a folder of its name. The first is where downloads go.
 */
export function dataDirectories(dataDir?: string): readonly [string, ...string[]] {
  const cache = join(cacheDirectory(), 'data');
  const fromEnvironment = process.env.CONVOY_DATA;
  const named = [dataDir, fromEnvironment].flatMap((folder) => (folder ? [resolve(folder)] : []));
  const [first = cache, ...rest] = [...new Set([...named, cache])];
  return [first, ...rest];
}
