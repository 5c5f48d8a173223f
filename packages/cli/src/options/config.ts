// The file that `--config` names: a JSON object of options, or the run.json of a run, to train it again.

import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { RunManifest } from '@convoy/ensemble';
import { failure } from '../errors.ts';
import { importOwnModules } from './ownModules.ts';
import { plainConfiguration, valuesOfRun } from './runValues.ts';

type Values = Readonly<Record<string, unknown>>;

/** @throws {CliError} if it cannot be read, or is not a JSON object */
export async function readConfig(path: string): Promise<Values> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    const { code } = error instanceof Error && 'code' in error ? error : { code: null };
    const advice: Readonly<Record<string, string>> = {
      ENOENT: 'There is no such file.',
      EISDIR: 'It is a folder. Name the file in it, such as the run.json of a run.',
      EACCES: 'Permission is denied. Change its owner or mode, or use another account.',
    };
    throw failure(`configuration file cannot be read: ${path}`, advice[String(code)] ?? String(error), error);
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw failure(
      `configuration file is not JSON: ${path}`,
      `${error instanceof Error ? error.message : error}`,
      error,
    );
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    if (!isRun(value)) return plainConfiguration(value);
    if (value.modules !== undefined) await importOwnModules(value.modules);
    const startFrom = value.configuration.startFrom && join(dirname(path), 'start.convoy');
    return { ...valuesOfRun(value), ...(startFrom && { startFrom }) };
  }
  throw failure(
    `configuration file is not a JSON object: ${path}`,
    'It should look like { "dataset": "mnist", "model": "lecture-cnn", "epochs": 6 }.',
  );
}

function isRun(value: object): value is RunManifest {
  return 'format' in value && value.format === 'convoy-run' && 'configuration' in value && 'dataset' in value;
}
