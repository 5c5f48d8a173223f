// The imports of the repository's own source files, as the parser of the bundler sees them.

import { globSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSync } from 'rolldown/utils';

export const repository = fileURLToPath(new URL('../..', import.meta.url));

export interface Import {
  /** A file, from the repository's root on, or the name of a package or of a module of Node. */
  readonly to: string;
  /** Erased when the program runs. */
  readonly isType: boolean;
}

export interface Source {
  /** From the repository's root on: `packages/core/src/index.ts`. */
  readonly file: string;
  readonly imports: readonly Import[];
}

/** Every TypeScript file in folders of the repository, its tests excepted. */
export function readSources(...folders: readonly string[]): readonly Source[] {
  return folders
    .flatMap((folder) => globSync(`${folder}/**/*.{ts,tsx}`, { cwd: repository, exclude: isForeign }))
    .filter((file) => !/\.test\.tsx?$/.test(file))
    .sort()
    .map((file) => ({ file, imports: importsOf(file, readFileSync(join(repository, file), 'utf8')) }));
}

/** What a source text imports, also where it does so only when it runs that far: `await import('./chart.ts')`. */
export function importsOf(file: string, text: string): readonly Import[] {
  const { program, module, errors } = parseSync(file, text);
  if (errors.length > 0) throw new Error(`${file}: ${errors.map(({ message }) => message).join(', ')}`);
  const target = (specifier: string) =>
    specifier.startsWith('.') ? posix.join(dirname(file), specifier) : specifier;
  const found: Import[] = [];
  for (const statement of program.body) {
    if (statement.type === 'ImportDeclaration') {
      found.push({ to: target(statement.source.value), isType: statement.importKind === 'type' });
    } else if (statement.type === 'ExportAllDeclaration' || statement.type === 'ExportNamedDeclaration') {
      if (!statement.source) continue;
      found.push({ to: target(statement.source.value), isType: statement.exportKind === 'type' });
    }
  }
  for (const { moduleRequest } of module.dynamicImports) {
    const literal = /^(['"])(.*)\1$/.exec(text.slice(moduleRequest.start, moduleRequest.end));
    if (literal?.[2] !== undefined) found.push({ to: target(literal[2]), isType: false });
  }
  return found;
}

/** Each circle of imports of values, as `a.ts → b.ts → a.ts`. */
export function circlesIn(sources: readonly Source[]): readonly string[] {
  const edges = new Map(
    sources.map(({ file, imports }) => [file, imports.filter(({ isType }) => !isType).map(({ to }) => to)]),
  );
  const circles: string[] = [];
  const done = new Set<string>();
  const visit = (file: string, path: readonly string[]): void => {
    if (path.includes(file)) circles.push([...path.slice(path.indexOf(file)), file].join(' → '));
    if (done.has(file) || path.includes(file)) return;
    for (const next of edges.get(file) ?? []) visit(next, [...path, file]);
    done.add(file);
  };
  for (const { file } of sources) visit(file, []);
  return circles;
}

function isForeign(name: string): boolean {
  return name === 'node_modules' || name === 'dist';
}
