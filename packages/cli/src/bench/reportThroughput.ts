// `convoy bench train` and `convoy bench inference`: one backend's metrics, or a table of several.

import { readOptions } from '../options/resolve.ts';
import { trainOptions } from '../options/trainOptions.ts';
import { print, printJson } from '../ui/output.ts';
import { withProgress } from '../ui/progress.ts';
import { compareBackends, comparisonLines } from './comparison.ts';
import { throughputOptions } from './options.ts';
import { measureThroughput, throughputLines } from './throughput.ts';

export async function reportThroughput(
  benchmark: 'train' | 'inference',
  flags: Readonly<Record<string, unknown>>,
): Promise<void> {
  const {
    json,
    config: _,
    ...options
  } = await readOptions(throughputOptions, flags, {
    config: typeof flags.config === 'string' ? flags.config : null,
    ignored: trainOptions,
  });
  const [only = 'auto', ...others] = options.backend;
  if (others.length > 0 || only === 'all') {
    const result = await withProgress(json, (show) => compareBackends(benchmark, options, show));
    if (json) return printJson(result);
    for (const line of comparisonLines(result)) print(line);
    return;
  }
  const measured = await withProgress(json, (show) =>
    measureThroughput(benchmark, { ...options, backend: only }, show),
  );
  if (json) return printJson(measured.result);
  for (const line of throughputLines(measured)) print(line);
}
