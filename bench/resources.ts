// `pnpm bench:resources`: what training costs besides time, against the limits that Convoy sets itself: how long a graph
// compiles, what a further worker takes of memory, and that memory stays flat over a thousand steps.

import { parseArgs } from 'node:util';
import { median } from '@convoy/ensemble/internal';
import { z } from 'zod';
import { runChild } from './resources/child.ts';
import { runCommand, UsageError, wholeNumber } from './usage.ts';

const usage = `usage: pnpm bench:resources [--steps 1000] [--repeats 5] [--json]`;

/** Megabytes are millions of bytes. */
const limits = { compileMilliseconds: 300, megabytesPerFurtherWorker: 120, growthMegabytes: 5 };

interface Check {
  readonly name: string;
  readonly value: number;
  readonly unit: 'ms' | 'MB';
  readonly limit: number;
  readonly details: string;
}

await runCommand(usage, main);

async function main(signal: AbortSignal): Promise<number> {
  const { steps, repeats, json, help } = readOptions();
  if (help) {
    console.log(usage);
    return 0;
  }
  const checks: Check[] = [];
  const planned = [
    () => compileTime(repeats, signal),
    () => furtherWorker(Math.min(3, repeats), signal),
    () => flatMemory(steps, signal),
  ];
  for (const check of planned) {
    const done = await check();
    checks.push(done);
    if (!json) console.log(describe(done));
  }
  if (json) console.log(JSON.stringify({ benchmark: 'resources', checks }));
  return checks.every(isWithin) ? 0 : 1;
}

function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        steps: { type: 'string', default: '1000' },
        repeats: { type: 'string', default: '5' },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false, short: 'h' },
      },
    });
    const { json, help } = values;
    return {
      steps: wholeNumber('steps', values.steps),
      repeats: wholeNumber('repeats', values.repeats),
      json,
      help,
    };
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

async function compileTime(repeats: number, signal: AbortSignal): Promise<Check> {
  const schema = z.object({
    buildMilliseconds: z.number(),
    compileMilliseconds: z.number(),
    firstStepMilliseconds: z.number(),
  });
  const runs = await inTurn(repeats, () => runChild('compile.ts', [], schema, signal));
  const totals = runs.map((run) => run.buildMilliseconds + run.compileMilliseconds);
  const firstStep = median(runs.map((run) => run.firstStepMilliseconds));
  return {
    name: 'compiling the graphs of lecture-cnn, cold',
    value: median(totals),
    unit: 'ms',
    limit: limits.compileMilliseconds,
    details: `median of ${repeats} processes, ${range(totals, 0)}; the first step then takes ${firstStep.toFixed(0)} ms`,
  };
}

async function furtherWorker(repeats: number, signal: AbortSignal): Promise<Check> {
  const schema = z.object({ dataset: z.string(), residentBytes: z.number() });
  const memoryOf = (workers: number) => runChild('workers.ts', [`${workers}`], schema, signal);
  const pairs = await inTurn(
    Math.min(3, repeats),
    async () => [await memoryOf(1), await memoryOf(2)] as const,
  );
  const costs = pairs.map(([one, two]) => (two.residentBytes - one.residentBytes) / 1e6);
  const one = median(pairs.map(([{ residentBytes }]) => residentBytes)) / 1e6;
  return {
    name: `a further worker, training lecture-cnn on ${pairs[0]?.[0].dataset}`,
    value: median(costs),
    unit: 'MB',
    limit: limits.megabytesPerFurtherWorker,
    details: `median of ${costs.length}, ${range(costs, 0)}; a process with one worker takes ${one.toFixed(0)} MB`,
  };
}

async function flatMemory(steps: number, signal: AbortSignal): Promise<Check> {
  const schema = z.object({ dataset: z.string(), residentBytes: z.array(z.number()) });
  const { dataset, residentBytes } = await runChild('steps.ts', ['--steps', `${steps}`], schema, signal);
  const quarter = Math.ceil(residentBytes.length / 4);
  const first = median(residentBytes.slice(0, quarter)) / 1e6;
  const last = median(residentBytes.slice(-quarter)) / 1e6;
  const megabytes = residentBytes.map((bytes) => bytes / 1e6);
  return {
    name: `growth of resident memory over ${steps} steps on ${dataset}`,
    value: last - first,
    unit: 'MB',
    limit: limits.growthMegabytes,
    details: `last quarter ${last.toFixed(1)} MB, first quarter ${first.toFixed(1)} MB, all ${range(megabytes, 1)} MB`,
  };
}

async function inTurn<T>(count: number, task: () => Promise<T>): Promise<readonly T[]> {
  const results: T[] = [];
  for (let i = 0; i < count; i++) results.push(await task());
  return results;
}

function range(numbers: readonly number[], digits: number): string {
  return `${Math.min(...numbers).toFixed(digits)} – ${Math.max(...numbers).toFixed(digits)}`;
}

function isWithin({ value, limit }: Check): boolean {
  return value < limit;
}

function describe(check: Check): string {
  const { name, value, unit, limit, details } = check;
  const verdict = isWithin(check) ? 'within' : 'OVER';
  return `${name}: ${value.toFixed(1)} ${unit}, ${verdict} the limit of ${limit} ${unit}\n  ${details}`;
}
