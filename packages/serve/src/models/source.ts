// Which runs are served, and what they are called.

import { basename, dirname, resolve } from 'node:path';
import { ServeError } from '../errors.ts';

/** A run to serve. */
export interface ModelSource {
  /** A run directory, or an `ensemble.convoy` file. */
  readonly run: string;
  /** @default the last segment of the run's path */
  readonly name?: string;
  /** @default '1' */
  readonly version?: string;
}

const word = /^[A-Za-z0-9][A-Za-z0-9._-]*$/;

/**
 * Reads `RUN`, `NAME=RUN` or `NAME:VERSION=RUN`.
 * @example
 * parseSource('digits:2=runs/b'); // { name: 'digits', version: '2', run: 'runs/b' }
 */
export function parseSource(text: string): ModelSource {
  const [, name, version, run] = /^([^/\\:=]+)(?::([^/\\:=]+))?=(.+)$/.exec(text) ?? [];
  if (name === undefined || run === undefined) return { run: text };
  return version === undefined ? { run, name } : { run, name, version };
}

/** A source with its name and version. @throws {ServeError} `invalid-option` if a URL could not hold one of them */
export function resolveSource({
  run,
  name = nameOf(run),
  version = '1',
}: ModelSource): Required<ModelSource> {
  for (const [what, value] of [
    ['name', name],
    ['version', version],
  ] as const) {
    if (word.test(value)) continue;
    throw new ServeError(
      'invalid-option',
      `${what} of ${run}: expected letters, digits, dots, hyphens and underscores, got ${value}`,
    );
  }
  return { run, name, version };
}

/** A file's run is the directory that it lies in. */
function nameOf(run: string): string {
  const path = resolve(run);
  return basename(path.endsWith('.convoy') ? dirname(path) : path);
}
