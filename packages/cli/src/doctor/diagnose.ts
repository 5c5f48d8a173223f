// The facts that decide whether and how fast Convoy trains here, and a sentence of advice for each lack.

import { freemem, totalmem } from 'node:os';
import { buildGraph, CategoricalCrossentropy, preset, RMSprop } from '@convoy/core';
import { trialOf } from '@convoy/core/internal';
import type { DataOptions } from '@convoy/core/node';
import type { Trial } from '@convoy/kernels';
import { chooseAutomatically, type SurveyedMode, surveyGpuModes } from '@convoy/kernels/internal';
import { type SurveyedDataset, surveyDatasets } from '../data/survey.ts';
import { table } from '../ui/table.ts';
import { type Cache, cacheAdvice, cacheLine, surveyCaches } from './caches.ts';
import { type Processor, processorAdvice, simdLine, surveyProcessor } from './processor.ts';

export interface Diagnosis extends Processor {
  /** Whether training works here at all. */
  readonly ok: boolean;
  readonly node: string;
  readonly platform: string;
  readonly memoryBytes: number;
  readonly freeMemoryBytes: number;
  /** What `--backend auto` runs on; null if nothing does, then `advice` says why. */
  readonly backend: {
    readonly name: string;
    readonly details: Readonly<Record<string, string>>;
    /** Why that one. */
    readonly reason: string;
  } | null;
  /** What `--backend gpu:MODE` can be here. */
  readonly gpu: readonly SurveyedMode[];
  readonly datasets: readonly SurveyedDataset[];
  readonly caches: readonly Cache[];
  /** What to do about each lack. */
  readonly advice: readonly string[];
}

/** A run of MNIST with two workers was seen to stay below this. */
const enoughMemory = 1e9;

export async function diagnose(options: DataOptions): Promise<Diagnosis> {
  const advice: string[] = [];
  const backend = await findBackend(advice);
  const datasets = await surveyDatasets(options);
  const caches = await surveyCaches(options.dataDir);
  const processor = surveyProcessor();
  if (Number.parseInt(process.versions.node, 10) < 22) {
    advice.push(`Node ${process.versions.node} is too old: install Node 22 or newer.`);
  }
  advice.push(...processorAdvice(processor));
  if (freemem() < enoughMemory)
    advice.push('Less than 1 GB of memory is free: use --workers 1, or close programs.');
  for (const { name, available } of datasets) {
    if (!available)
      advice.push(`${name} was not found: convoy data download ${name}, or say where with CONVOY_DATA.`);
  }
  advice.push(...cacheAdvice(caches));
  return {
    ok: backend !== null,
    node: process.versions.node,
    platform: `${process.platform} ${process.arch}`,
    ...processor,
    memoryBytes: totalmem(),
    freeMemoryBytes: freemem(),
    backend,
    gpu: await surveyGpuModes(),
    datasets,
    caches,
    advice,
  };
}

async function findBackend(advice: string[]): Promise<Diagnosis['backend']> {
  try {
    const { backend, reason } = await chooseAutomatically({ trial: lectureStep });
    return { name: backend.name, details: backend.details, reason };
  } catch (error) {
    advice.push(`No backend runs here: ${error instanceof Error ? error.message : String(error)}`);
    return null;
  }
}

export function diagnosisLines(diagnosis: Diagnosis): string[] {
  const { backend } = diagnosis;
  const details = Object.entries(backend?.details ?? {}).map(([key, value]) => `${key} ${value}`);
  const gigabytes = (bytes: number) => `${(bytes / 1e9).toFixed(1)} GB`;
  return table(
    [
      ['Node', diagnosis.node],
      ['system', diagnosis.platform],
      ['processor', `${diagnosis.cpu}, ${diagnosis.cores} of ${diagnosis.processors} usable`],
      ['', simdLine(diagnosis)],
      ['memory', `${gigabytes(diagnosis.memoryBytes)}, ${gigabytes(diagnosis.freeMemoryBytes)} free`],
      ['backend', backend ? [backend.name, ...details].join(', ') : 'none'],
      ['', backend?.reason ?? ''],
      ...diagnosis.gpu.map(({ mode, available, detail }) => [
        `gpu:${mode}`,
        available ? (detail === '' ? 'runs' : `runs, on ${detail}`) : `no: ${detail}`,
      ]),
      ...diagnosis.datasets.map(({ name, available, folder }) => [
        name,
        available ? (folder ?? 'built in') : 'not found',
      ]),
      ...diagnosis.caches.map((cache) => [cache.holds, cacheLine(cache)]),
    ],
    'left',
  );
}

/** What `auto` measures here, where there is a GPU; a training measures its own network. */
function lectureStep(): Trial {
  const model = preset('lecture-cnn', { imageShape: [28, 28, 1], classes: 10 });
  return trialOf(
    buildGraph(model, { batchSize: 256, loss: CategoricalCrossentropy(), optimizer: RMSprop() }),
  );
}
