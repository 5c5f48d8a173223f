// `/metrics`, in Prometheus's text format, with the names and meanings of Triton Inference Server's metrics, so that
// what is drawn and alarmed for one serves the other. What only Convoy has is called `convoy_…`.

import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Models, ServedModel } from '../models/models.ts';
import { failureReasons } from '../predictor/statistics.ts';

type Kind = 'counter' | 'gauge';
type Labels = Readonly<Record<string, string>>;

interface Metric {
  readonly name: string;
  readonly kind: Kind;
  readonly help: string;
  of(model: ServedModel): number;
}

const perModel: readonly Metric[] = [
  counter('nv_inference_request_success', 'Requests that were answered', (m) => m.statistics.requests),
  counter('nv_inference_count', 'Rows that were predicted', (m) => m.statistics.rows),
  counter('nv_inference_exec_count', 'Batches that ran', (m) => m.statistics.executions),
  counter(
    'nv_inference_request_duration_us',
    'Microseconds from arrival to answer',
    (m) => m.statistics.requestMicroseconds,
  ),
  counter(
    'nv_inference_queue_duration_us',
    'Microseconds that requests waited for a batch',
    (m) => m.statistics.queueMicroseconds,
  ),
  counter(
    'nv_inference_compute_input_duration_us',
    'Microseconds of making a batch',
    (m) => m.statistics.inputMicroseconds,
  ),
  counter(
    'nv_inference_compute_infer_duration_us',
    'Microseconds of prediction',
    (m) => m.statistics.inferMicroseconds,
  ),
  counter(
    'nv_inference_compute_output_duration_us',
    'Microseconds of handing out answers',
    (m) => m.statistics.outputMicroseconds,
  ),
  gauge('nv_inference_pending_request_count', 'Rows that wait for a batch', (m) => m.predictor?.queued ?? 0),
  gauge('convoy_workers', 'Threads that predict', (m) => m.predictor?.threads.length ?? 0),
  gauge('convoy_weight_bytes', 'Weights in each worker', (m) => m.predictor?.model.weightBytes ?? 0),
];

function counter(name: string, help: string, of: Metric['of']): Metric {
  return { name, kind: 'counter', help, of };
}

function gauge(name: string, help: string, of: Metric['of']): Metric {
  return { name, kind: 'gauge', help, of };
}

export interface Metrics {
  /** The text that Prometheus reads. */
  text(): string;
  stop(): void;
}

export function createMetrics(models: Models): Metrics {
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  // Starting is mostly compiling: what counts is how late the server is when it answers.
  models.loaded.then(
    () => delay.reset(),
    () => undefined,
  );
  return {
    text: () => [...modelLines(models.all), ...processLines(delay)].join('\n').concat('\n'),
    stop: () => void delay.disable(),
  };
}

function modelLines(models: readonly ServedModel[]): string[] {
  const failures = models.flatMap((model) =>
    failureReasons.map((reason) =>
      sample(
        'nv_inference_request_failure',
        { ...labelsOf(model), reason },
        model.statistics.failures[reason],
      ),
    ),
  );
  return [
    ...perModel.flatMap(({ name, kind, help, of }) => [
      ...heading(name, kind, help),
      ...models.map((model) => sample(name, labelsOf(model), of(model))),
    ]),
    ...heading('nv_inference_request_failure', 'counter', 'Requests that failed, by reason'),
    ...failures,
  ];
}

function processLines(delay: ReturnType<typeof monitorEventLoopDelay>): string[] {
  const name = 'convoy_event_loop_delay_seconds';
  const quantiles = [0.5, 0.9, 0.99].map((q) =>
    sample(name, { quantile: String(q) }, delay.percentile(100 * q) / 1e9),
  );
  return [
    ...heading(name, 'gauge', 'How late the event loop was, since every model was loaded'),
    ...quantiles,
    ...heading('process_resident_memory_bytes', 'gauge', 'Resident memory'),
    sample('process_resident_memory_bytes', {}, process.memoryUsage.rss()),
  ];
}

function labelsOf({ name, version }: ServedModel): Labels {
  return { model: name, version };
}

function heading(name: string, kind: Kind, help: string): string[] {
  return [`# HELP ${name} ${help}`, `# TYPE ${name} ${kind}`];
}

/** Names and versions hold nothing that would have to be escaped. */
function sample(name: string, labels: Labels, value: number): string {
  const inner = Object.entries(labels).map(([key, text]) => `${key}="${text}"`);
  return `${name}${inner.length === 0 ? '' : `{${inner.join(',')}}`} ${value}`;
}
