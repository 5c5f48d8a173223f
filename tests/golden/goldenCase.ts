// Reads reference cases: `index.json` lists them (without it, every other JSON file is one), `CASE.json` holds an
// operation's attributes and where its arrays lie in `CASE.f32`, little-endian float32 in C order.

import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

/** What a person should read: about the folder, a file, or an operation; no stack. */
export class GoldenError extends Error {
  override name = 'GoldenError';
}

export interface GoldenArray {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

export interface GoldenCase {
  readonly name: string;
  readonly op: string;
  /** All of `CASE.json`; each operation parses what it needs. */
  readonly attributes: unknown;
  readonly arrays: ReadonlyMap<string, GoldenArray>;
}

const indexSchema = z.array(z.object({ case: z.string() }));
const arraySchema = z.object({
  offset: z.int().nonnegative(),
  shape: z.array(z.int().positive()),
});
const caseSchema = z.object({ op: z.string(), arrays: z.record(z.string(), arraySchema) });

/** The names of a folder's cases. */
export async function listCases(folder: string): Promise<readonly string[]> {
  const files = await readdir(folder).catch((cause: unknown) => {
    throw new GoldenError(`cannot read the folder ${folder}: ${messageOf(cause)}`, { cause });
  });
  if (files.includes('index.json')) {
    const index = parse(indexSchema, await readJson(join(folder, 'index.json')), 'index.json');
    return index.map((entry) => entry.case);
  }
  const names = files.filter((file) => file.endsWith('.json')).map((file) => file.slice(0, -'.json'.length));
  return names.sort();
}

export async function readCase(folder: string, name: string): Promise<GoldenCase> {
  const attributes = await readJson(join(folder, `${name}.json`));
  const { op, arrays } = parse(caseSchema, attributes, `${name}.json`);
  const floats = await readFloats(join(folder, `${name}.f32`));
  const entries = Object.entries(arrays).map(([array, { offset, shape }]) => {
    const end = offset + shape.reduce((product, extent) => product * extent, 1);
    if (end > floats.length) {
      throw new GoldenError(
        `${name}.f32 ends before ${array}: it has ${floats.length} floats, ${end} needed`,
      );
    }
    return [array, { shape, data: floats.subarray(offset, end) }] as const;
  });
  return { name, op, attributes, arrays: new Map(entries) };
}

/** The array of a name, which the case must have. */
export function arrayOf(golden: GoldenCase, name: string): GoldenArray {
  const array = golden.arrays.get(name);
  if (array === undefined) {
    const names = [...golden.arrays.keys()].join(', ');
    throw new GoldenError(`no array ${name}; the case has ${names}`);
  }
  return array;
}

/** `value` as the schema wants it, or an error that names `what` and every field that is wrong. */
export function parse<T>(schema: z.ZodType<T>, value: unknown, what: string): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issues = result.error.issues.map(({ path, message }) => `${path.join('.') || 'all'}: ${message}`);
  throw new GoldenError(`${what}: ${issues.join('; ')}`);
}

async function readJson(path: string): Promise<unknown> {
  const text = await readFile(path, 'utf8').catch(cannotRead(path));
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new GoldenError(`${path} is not JSON: ${messageOf(cause)}`, { cause });
  }
}

async function readFloats(path: string): Promise<Float32Array> {
  const bytes = await readFile(path).catch(cannotRead(path));
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Float32Array.from({ length: Math.floor(bytes.byteLength / 4) }, (_, i) =>
    view.getFloat32(4 * i, true),
  );
}

function cannotRead(path: string): (cause: unknown) => never {
  return (cause) => {
    throw new GoldenError(`cannot read ${path}: ${messageOf(cause)}`, { cause });
  };
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
