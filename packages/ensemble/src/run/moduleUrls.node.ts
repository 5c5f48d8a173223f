import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

/** Names by which every thread imports the same modules: paths and packages as seen from the working directory, as URLs. */
export function moduleUrls(modules: readonly string[]): string[] {
  const { resolve: find } = createRequire(pathToFileURL(resolve('index.js')));
  return modules.map((module) => (/^[a-z]{2,}:/.test(module) ? module : pathToFileURL(find(module)).href));
}
