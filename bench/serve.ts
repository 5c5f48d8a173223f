// `pnpm bench:serve`: what `convoy serve` answers on this machine, with the load generator on it as well: requests per
// second, latency, mean batch, memory and start-up, beside a Python server with ONNX Runtime where that is installed.

import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { glyphs } from '@convoy/core';
import { trainEnsemble } from '@convoy/ensemble/node';
import { measure, type Target } from './serve/load.ts';
import { findPython, peerScript, writePeerModel } from './serve/peer.ts';
import { type ServerProcess, startProcess } from './serve/process.ts';
import { peerRequest, pngRequest, rawRequest } from './serve/requests.ts';
import { heading, lineOf, type Row } from './serve/table.ts';
import { positiveNumber, runCommand, wholeNumber } from './usage.ts';

const usage = `usage: pnpm bench:serve [--seconds 5] [--connections 1,16,64,256] [--members 1,5] [--workers N] [--max-batch 64]
       [--max-delay 0] [--json]

The Python peer serves an export of the ensemble with most members. CONVOY_PYTHON names the Python that runs it.`;

const main = fileURLToPath(new URL('../packages/cli/src/main.ts', import.meta.url));

await runCommand(usage, run);

async function run(signal: AbortSignal): Promise<number> {
  const options = readOptions();
  if (options.help) {
    console.log(usage);
    return 0;
  }
  const folder = await mkdtemp(join(tmpdir(), 'convoy-bench-serve-'));
  const rows: Row[] = [];
  const report = (row: Row) => {
    rows.push(row);
    if (!options.json) console.log(lineOf(row));
  };
  try {
    if (!options.json) console.log(heading);
    for (const members of options.members) await benchConvoy(folder, members, options, signal, report);
    const skipped = await benchPeer(folder, options, signal, report);
    const machine = {
      cpu: cpus()[0]?.model ?? '',
      processors: availableParallelism(),
      node: process.version,
    };
    if (options.json) console.log(JSON.stringify({ benchmark: 'serve', ...machine, rows, skipped }));
    else {
      if (skipped !== null) console.log(`\nPython peer skipped: ${skipped}`);
      console.log(
        `\n${machine.cpu}, ${machine.processors} processors, Node ${machine.node}, load generator included`,
      );
    }
    return rows.every(({ failures }) => failures === 0) ? 0 : 1;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

type Options = ReturnType<typeof readOptions>;

function readOptions() {
  const { values } = parseArgs({
    options: {
      seconds: { type: 'string', default: '5' },
      connections: { type: 'string', default: '1,16,64,256' },
      members: { type: 'string', default: '1,5' },
      workers: { type: 'string', default: String(Math.max(1, availableParallelism() - 1)) },
      'max-batch': { type: 'string', default: '64' },
      'max-delay': { type: 'string', default: '0' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false, short: 'h' },
    },
  });
  const list = (option: string, value: string) => value.split(',').map((one) => wholeNumber(option, one));
  return {
    seconds: positiveNumber('seconds', values.seconds),
    connections: list('connections', values.connections),
    members: list('members', values.members),
    workers: wholeNumber('workers', values.workers),
    maxBatch: wholeNumber('max-batch', values['max-batch']),
    maxDelay: values['max-delay'],
    json: values.json,
    help: values.help,
  };
}

async function benchConvoy(
  folder: string,
  members: number,
  { workers, maxBatch, maxDelay, connections, seconds }: Options,
  signal: AbortSignal,
  report: (row: Row) => void,
): Promise<void> {
  const out = join(folder, `members-${members}`);
  const dataset = glyphs({ seed: 1, trainCount: 256, testCount: 64 });
  await trainEnsemble({
    dataset,
    model: 'lecture-cnn',
    members,
    workers: 1,
    epochs: 1,
    batchSize: 64,
    seed: 7,
    out,
  });
  const flags = ['--workers', `${workers}`, '--max-batch', `${maxBatch}`, '--max-delay', maxDelay];
  const args = [main, 'serve', out, '--name', 'bench', '--port', '0', '--json', ...flags];
  for (const request of ['raw', 'png'] as const) {
    const server = await startProcess(process.execPath, args, signal);
    const target = request === 'raw' ? rawRequest('bench') : pngRequest('bench');
    try {
      for (const each of connections) {
        const before = await metricsOf(server);
        const measured = await measure(server.url, target, each, seconds);
        const after = await metricsOf(server);
        report({
          server: 'convoy',
          members,
          request,
          ...measured,
          meanBatch: (after.rows - before.rows) / (after.executions - before.executions),
          eventLoopDelay: after.eventLoopDelay,
          megabytes: server.memory(),
          startup: server.startup,
        });
      }
    } finally {
      await server.stop();
    }
  }
}

/** @returns why the peer did not take part; null if it did */
async function benchPeer(
  folder: string,
  { members, connections, seconds }: Options,
  signal: AbortSignal,
  report: (row: Row) => void,
): Promise<string | null> {
  const python = await findPython();
  if ('why' in python) return python.why;
  const served = Math.max(...members);
  const file = join(folder, 'peer.onnx');
  await writePeerModel(join(folder, `members-${served}`), file);
  const server = await startProcess(python.file, [peerScript, file], signal);
  const target: Target = peerRequest();
  try {
    for (const each of connections) {
      const measured = await measure(server.url, target, each, seconds);
      const unknown = { meanBatch: null, eventLoopDelay: null };
      report({
        server: 'starlette',
        members: served,
        request: 'raw',
        ...measured,
        ...unknown,
        megabytes: server.memory(),
        startup: server.startup,
      });
    }
  } finally {
    await server.stop();
  }
  return null;
}

async function metricsOf({ url }: ServerProcess) {
  const text = await (await fetch(`${url}/metrics`)).text();
  const value = (name: string, labels: string) => {
    const line = text.split('\n').find((one) => one.startsWith(`${name}{${labels}`));
    return Number(line?.split(' ').at(-1));
  };
  return {
    rows: value('nv_inference_count', 'model'),
    executions: value('nv_inference_exec_count', 'model'),
    eventLoopDelay: 1000 * value('convoy_event_loop_delay_seconds', 'quantile="0.99"'),
  };
}
