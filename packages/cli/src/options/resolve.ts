// Flags over the configuration file over defaults, then one check of it all.

import { readFile } from 'node:fs/promises';
import { suggestion } from '@convoy/core';
import type { z } from 'zod';
import { failure, usageError } from '../errors.ts';
import { flagOf } from './flagOf.ts';
import { namesOfFlag } from './names.ts';

type Values = Readonly<Record<string, unknown>>;

/**
 * Reads the options of a command: `flags` as commander parsed them (keys that were not given are absent), over those of
 * the JSON file at `configPath` if there is one, over what `base` makes of both, over the schema's defaults.
 * @throws {CliError} of usage, naming the option and its value, if one is missing, wrong or unknown.
 */
export async function resolveOptions<Schema extends z.ZodObject>(
  schema: Schema,
  flags: Values,
  configPath?: string,
  base: (given: Values) => Values = () => ({}),
): Promise<z.infer<Schema>> {
  const config = configPath === undefined ? {} : await readConfig(configPath);
  const given = { ...config, ...flags };
  const values: Values = { ...base(given), ...given };
  const result = schema.safeParse(values);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  if (!issue) throw result.error;
  if (issue.code === 'unrecognized_keys') {
    const key = issue.keys[0] ?? '';
    throw usageError(
      `unknown option in ${configPath ?? 'the options'}: ${key}`,
      suggestion(key, Object.keys(schema.shape)),
    );
  }
  const key = String(issue.path[0]);
  const name = key in flags || configPath === undefined ? flagOf(key) : `"${key}" in ${configPath}`;
  const value = values[key];
  if (value === undefined) {
    throw usageError(
      `missing option: ${flagOf(key)}`,
      'Give it as a flag, or in the file that --config names.',
    );
  }
  const nearest = typeof value === 'string' ? suggestion(value, await namesOfFlag(flagOf(key))) : '';
  const hint = nearest.startsWith('Did you mean') ? nearest : `It ${issue.message}.`;
  throw usageError(`wrong value for ${name}: ${shown(value)}`, hint);
}

async function readConfig(path: string): Promise<Values> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    throw failure(`configuration file cannot be read: ${path}`, String(error), error);
  }
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  } catch (error) {
    throw failure(
      `configuration file is not JSON: ${path}`,
      `${error instanceof Error ? error.message : error}`,
      error,
    );
  }
  throw failure(
    `configuration file is not a JSON object: ${path}`,
    'It should look like { "dataset": "mnist", "model": "lecture-cnn", "epochs": 6 }.',
  );
}

function shown(value: unknown): string {
  return typeof value === 'string' ? value || '(empty)' : JSON.stringify(value);
}
