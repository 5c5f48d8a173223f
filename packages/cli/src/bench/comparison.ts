// Several backends at the same work, one after the other: what each does here, and what really ran.

import type { Complete } from '@convoy/ensemble/options';
import { surveyGpuModes } from '@convoy/kernels/internal';
import { failure } from '../errors.ts';
import { modelName } from '../train/ensembleOptions.ts';
import { counted, whole } from '../ui/format.ts';
import type { ShowProgress } from '../ui/progress.ts';
import { table } from '../ui/table.ts';
import { type Machine, machineLine } from './machine.ts';
import type { throughputOptions } from './options.ts';
import { measureThroughput } from './throughput.ts';

/** One backend's row. */
export type ComparedBackend = { readonly backend: string } & (
  | {
      readonly available: true;
      /** What really ran: `{ mode: 'webgpu', executor: …, adapter: … }`. */
      readonly details: Readonly<Record<string, string>>;
      readonly workers: number;
      /** The sum over workers. */
      readonly imagesPerSecond: number;
    }
  /** It does not run here: why, and what to do. */
  | { readonly available: false; readonly reason: string }
);

/** What `--json` prints. */
export interface ComparisonResult extends Machine {
  readonly benchmark: 'train' | 'inference';
  readonly model: string;
  readonly batchSize: number;
  /** Of each backend. */
  readonly seconds: number;
  readonly backends: readonly ComparedBackend[];
}

export async function compareBackends(
  benchmark: 'train' | 'inference',
  { backend: names, ...options }: Omit<Complete<typeof throughputOptions>, 'config' | 'json'>,
  show: ShowProgress,
): Promise<ComparisonResult> {
  const { model, batchSize, seconds } = options;
  const chosen = names.includes('all') ? await everyBackend() : names;
  const backends: ComparedBackend[] = [];
  let machine: Machine = { peakGflops: 0, cpu: 'unknown' };
  for (const [index, name] of chosen.entries()) {
    try {
      const showPart: ShowProgress = (doing, part) =>
        show(`${name}: ${doing}`, (index + part) / chosen.length);
      const { result, details } = await measureThroughput(benchmark, { ...options, backend: name }, showPart);
      const { backend, workers, imagesPerSecond, peakGflops, cpu } = result;
      machine = { peakGflops: Math.max(machine.peakGflops, peakGflops), cpu };
      backends.push({ backend, available: true, details, workers, imagesPerSecond });
    } catch (error) {
      if (!isUnavailable(error)) throw error;
      backends.push({ backend: name, available: false, reason: error.message });
    }
  }
  const reasons = backends.flatMap((each) => (each.available ? [] : [each.reason]));
  if (reasons.length === chosen.length) throw failure('none of these backends runs here', reasons.join('\n'));
  return { benchmark, model: modelName(model), batchSize, seconds, backends, ...machine };
}

/** WASM and the reference, and between them the modes of gpu.js that may run here. */
async function everyBackend(): Promise<readonly string[]> {
  const modes = (await surveyGpuModes()).filter(({ available }) => available);
  return ['wasm', ...modes.map(({ mode }) => `gpu:${mode}`), 'reference'];
}

function isUnavailable(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && error.code === 'backend-unavailable';
}

export function comparisonLines(result: ComparisonResult): string[] {
  const { benchmark, model, batchSize, seconds, backends } = result;
  const measured = backends.filter((each) => each.available);
  const wasm = measured.find(({ backend }) => backend === 'wasm')?.imagesPerSecond;
  const rows = measured.map(({ backend, workers, imagesPerSecond, details }) => [
    backend,
    counted(workers, 'worker'),
    imagesPerSecond < 10 ? imagesPerSecond.toFixed(1) : whole(imagesPerSecond),
    ...(wasm === undefined ? [] : [`${(imagesPerSecond / wasm).toPrecision(2)}×`]),
    `  ${wordsOf(details)}`,
  ]);
  const head = ['', 'workers', 'images/s', ...(wasm === undefined ? [] : ['of wasm'])];
  return [
    `${model}, ${benchmark === 'train' ? 'training' : 'inference'}, batches of ${batchSize}, ${seconds} s a backend`,
    '',
    ...leftLast(table([head, ...rows.map((row) => row.slice(0, -1))]), [
      '  what ran',
      ...rows.map((row) => row.at(-1) ?? ''),
    ]),
    ...backends.flatMap((each) =>
      each.available ? [] : ['', `${each.backend} is not here: ${each.reason}`],
    ),
    '',
    machineLine(result),
  ];
}

/** Appends a column of words to a table of metrics. */
function leftLast(lines: readonly string[], words: readonly string[]): string[] {
  return lines.map((line, index) => `${line}  ${words[index] ?? ''}`);
}

function wordsOf(details: Readonly<Record<string, string>>): string {
  return Object.entries(details)
    .filter(([key]) => key !== 'mode')
    .map(([key, value]) => `${key} ${value}`)
    .join(', ');
}
