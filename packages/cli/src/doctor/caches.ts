// What Convoy keeps in the user's cache: where it is, how much it takes, and whether it can be written.

import { constants } from 'node:fs';
import { access, readdir, stat, statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { cacheDirectory, dataDirectories } from '@convoy/core/internal/node';
import { fileSize } from '../ui/format.ts';

export interface Cache {
  readonly holds: 'downloads' | 'pictures';
  readonly path: string;
  readonly bytes: number;
  readonly writable: boolean;
  /** Of the disk that it is on. */
  readonly freeBytes: number;
}

const little = 2e9;
const much = 10e9;

export async function surveyCaches(dataDir: string | undefined): Promise<Cache[]> {
  const [downloads] = dataDirectories(dataDir);
  return Promise.all([
    surveyCache('downloads', downloads),
    surveyCache('pictures', join(cacheDirectory(), 'pictures')),
  ]);
}

async function surveyCache(holds: Cache['holds'], path: string): Promise<Cache> {
  const existing = await nearestFolder(path);
  const writable = await access(existing, constants.W_OK).then(
    () => true,
    () => false,
  );
  const { bavail, bsize } = await statfs(existing);
  return { holds, path, bytes: await bytesIn(path), writable, freeBytes: bavail * bsize };
}

/** The folder itself, or the nearest above it that exists: there it would be made. */
async function nearestFolder(path: string): Promise<string> {
  const isThere = await stat(path).then(
    () => true,
    () => false,
  );
  return isThere || dirname(path) === path ? path : nearestFolder(dirname(path));
}

async function bytesIn(folder: string): Promise<number> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true }).catch(() => []);
  const sizes = entries
    .filter((entry) => entry.isFile())
    // A file that is gone by now takes nothing.
    .map((entry) =>
      stat(join(entry.parentPath, entry.name)).then(
        ({ size }) => size,
        () => 0,
      ),
    );
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}

/** A sentence for each lack. */
export function cacheAdvice(caches: readonly Cache[]): string[] {
  return caches.flatMap(({ holds, path, bytes, writable, freeBytes }) => [
    ...(writable ? [] : [`${path} cannot be written: ${remedies[holds]}`]),
    ...(writable && freeBytes < little
      ? [`${path} has ${fileSize(freeBytes)} of disk left: make room, or ${remedies[holds]}`]
      : []),
    ...(holds === 'pictures' && bytes > much
      ? [`${path} takes ${fileSize(bytes)}: it may be deleted, it only saves time.`]
      : []),
  ]);
}

const remedies: Record<Cache['holds'], string> = {
  downloads: 'name another folder with --data-dir or CONVOY_DATA.',
  pictures: 'name another cache with XDG_CACHE_HOME.',
};

/** `~/.cache/convoy/pictures, 12.3 MB` */
export function cacheLine({ path, bytes }: Cache): string {
  return `${path}, ${bytes === 0 ? 'empty' : fileSize(bytes)}`;
}
