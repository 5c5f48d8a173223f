// The image files that arguments mean: files, folders and patterns.

import { glob, stat } from 'node:fs/promises';
import { extname } from 'node:path';
import { failure } from '../errors.ts';

const extensions = new Set(['.png', '.jpg', '.jpeg', '.webp']);

/**
 * Files as they are; of a folder all images in it and below it, by their extension; of a pattern such as `photos/*.jpg`, for
 * shells that do not expand it, the files that match. In the order of the arguments, and of their names within each.
 * @throws {CliError} if a folder holds no image, or a pattern matches none; a file that does not exist is returned as it is, and
 *   fails where it is read
 */
export async function imagePaths(given: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const path of given) found.push(...(await pathsOf(path)));
  return found;
}

async function pathsOf(given: string): Promise<string[]> {
  const found = await stat(given).catch(() => null);
  const isFolder = found?.isDirectory() === true;
  if (!isFolder && (found !== null || !/[*?{[]/.test(given))) return [given];
  const paths: string[] = [];
  for await (const path of isFolder ? glob('**/*', { cwd: given }) : glob(given)) {
    if (!extensions.has(extname(path).toLowerCase())) continue;
    // Joined by hand: `join` would take the ./ away that the user typed.
    paths.push(isFolder ? `${given.replace(/[\\/]+$/, '')}/${path.replaceAll('\\', '/')}` : path);
  }
  if (paths.length > 0) return paths.sort();
  throw failure(
    `no images ${isFolder ? 'in the folder' : 'match'}: ${given}`,
    `Images are files that end in ${[...extensions].join(', ')}.`,
  );
}
