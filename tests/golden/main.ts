// Runs every reference case in a folder on one backend: pnpm golden DIR [--backend B] [--kernels fast|strict].
// Exit codes: 0 all passed, 1 some failed or none ran, 2 wrong usage.

import { parseArgs } from 'node:util';
import { KernelsError, selectBackend } from '@convoy/kernels';
import { GoldenError, listCases } from './goldenCase.ts';
import { type CaseResult, lineOf, passed, summaryOf } from './report.ts';
import { runCase } from './runCase.ts';

const usage = 'usage: pnpm golden DIR [--backend auto|wasm|gpu|gpu:MODE|reference] [--kernels fast|strict]';

interface Arguments {
  readonly folder: string;
  readonly backend: string;
  readonly kernels: 'fast' | 'strict';
}

class UsageError extends Error {}

function readArguments(args: readonly string[]): Arguments {
  const options = { backend: { type: 'string' }, kernels: { type: 'string' } } as const;
  let parsed: ReturnType<typeof parseArgs<{ options: typeof options; allowPositionals: true }>>;
  try {
    parsed = parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
  const { backend = 'auto', kernels = 'fast' } = parsed.values;
  const [folder, ...more] = parsed.positionals;
  if (folder === undefined) throw new UsageError('no folder given');
  if (more.length > 0) throw new UsageError(`one folder expected, also got: ${more.join(' ')}`);
  if (kernels !== 'fast' && kernels !== 'strict') {
    throw new UsageError(`unknown kernels: ${kernels}. There are: fast, strict`);
  }
  return { folder, backend, kernels };
}

async function main(): Promise<number> {
  const { folder, backend: name, kernels } = readArguments(process.argv.slice(2));
  const backend = await selectBackend(name, { kernels });
  const details = Object.entries(backend.details).map(([key, value]) => `${key} ${value}`);
  console.log(`backend ${[backend.name, ...details].join(', ')}`);
  const results: CaseResult[] = [];
  for (const caseName of await listCases(folder)) {
    const result = await runCase(folder, caseName, backend);
    results.push(result);
    console.log(lineOf(result));
  }
  console.log(summaryOf(results));
  if (results.length === 0) console.error(`golden: no cases in ${folder}`);
  return results.length > 0 && results.every(passed) ? 0 : 1;
}

try {
  process.exitCode = await main();
} catch (error) {
  if (error instanceof UsageError || (error instanceof KernelsError && error.code === 'unknown-backend')) {
    console.error(`golden: ${error.message}\n${usage}`);
    process.exitCode = 2;
  } else if (error instanceof GoldenError || error instanceof KernelsError) {
    console.error(`golden: ${error.message}`);
    process.exitCode = 1;
  } else {
    throw error;
  }
}
