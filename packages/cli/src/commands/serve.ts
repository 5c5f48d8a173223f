// `convoy serve`: answers predictions over HTTP until it is stopped.

import type { Command } from 'commander';
import { exitCodes, usageError } from '../errors.ts';
import { backendHelp } from '../options/backends.ts';
import { print, printJson } from '../ui/output.ts';
import { examples } from './examples.ts';

type Flags = Readonly<Record<string, string>> & {
  readonly json?: boolean;
  readonly watch?: boolean;
  readonly backend: string;
};

export function serve(program: Command): void {
  program
    .command('serve')
    .description('Serve the predictions of runs over HTTP, with batching across requests.')
    .argument('<run...>', 'run directories or ensemble.convoy files; NAME=RUN or NAME:VERSION=RUN names one')
    .option('--port <port>', 'port to listen on, 0 for any that is free (default 8080)')
    .option('--host <address>', 'address to listen on (default 127.0.0.1, this machine only)')
    .option('--name <name>', 'name of the model, if there is one run (default: last segment of its path)')
    .option(
      '--workers <number>',
      'threads per run, each with a copy of its weights (default: processors less one)',
    )
    .option('--max-batch <rows>', 'images that run at once (default 64)')
    .option('--max-delay <ms>', 'how long an image waits for others while a worker is free (default 0)')
    .option('--queue <rows>', 'images that may wait; more are refused with status 429 (default 1024)')
    .option('--timeout <ms>', 'how long a request may take (default 10000)')
    .option('--max-rows <rows>', 'images per request (default 1024)')
    .option('--max-body <bytes>', 'bytes per request (default 16777216)')
    .option('--max-pixels <number>', 'pixels of a PNG or JPEG image (default 16777216)')
    .option(
      '--abstain-below <probability>',
      'give no answer where the largest probability is below, such as 0.9',
    )
    .option('--token <token>', 'bearer token that requests must carry (default: $CONVOY_TOKEN, else none)')
    .option('--watch', 'reload a run when its file changes, as SIGHUP does')
    .option('--backend <name>', backendHelp, 'auto')
    .option('--json', 'print one JSON event per line')
    .addHelpText(
      'after',
      `\nSIGTERM and SIGINT finish the requests that are open. SIGHUP reads the runs again; a damaged one is refused, and
the old one stays.\n${examples(
        'convoy serve runs/a',
        'convoy serve digits:1=runs/a digits:2=runs/b --port 9000 --watch',
        "curl --data-binary @seven.png 'http://127.0.0.1:8080/v1/models/a:predict'",
      )}`,
    )
    .action(run);
}

async function run(
  runs: readonly string[],
  { json, watch, backend: backendFlag, ...flags }: Flags,
): Promise<void> {
  const began = performance.now();
  const stopped = untilStopped();
  const [{ startServer, parseSource }, { resolveOptions }, { serveOptions }] = await Promise.all([
    import('@convoy/serve'),
    import('../options/resolve.ts'),
    import('../options/serveOptions.ts'),
  ]);
  const {
    name,
    queue,
    token = process.env.CONVOY_TOKEN,
    workers,
    ...options
  } = await resolveOptions(serveOptions, flags);
  if (name !== undefined && runs.length > 1) {
    throw usageError(`--name: ${name}`, `There are ${runs.length} runs. Name each: NAME=RUN.`);
  }
  const sources = runs.map(parseSource);
  const server = await startServer({
    ...options,
    backend: await requireBackend(backendFlag),
    runs: name === undefined ? sources : sources.map((source) => ({ ...source, name })),
    maxQueue: queue,
    ...(token !== undefined && token !== '' && { token }),
    ...(workers !== undefined && { workers }),
  });

  const models = server.models.all.map(({ name, version, run, predictor }) => {
    const { members = [], weightBytes = 0 } = predictor?.model ?? {};
    return {
      name,
      version,
      run,
      members: members.length,
      weightBytes,
      workers: predictor?.options.workers ?? 0,
    };
  });
  const milliseconds = Math.round(performance.now() - began);
  if (json) printJson({ event: 'listening', url: server.url, models, milliseconds });
  else {
    for (const model of models) {
      const megabytes = (model.weightBytes / 1e6).toFixed(1);
      print(
        `${model.run} as ${model.name}, version ${model.version}: ${count(model.members, 'member')}, ` +
          `${megabytes} MB of weights in each of ${count(model.workers, 'worker')}`,
      );
    }
    print(`Listening on ${server.url}`);
  }
  const report = (reload: { model: string; version: string; refused: string | null }) => {
    if (json) printJson({ event: 'reload', ...reload });
    else if (reload.refused === null) print(`Reloaded ${reload.model}, version ${reload.version}`);
    else process.stderr.write(`convoy: not reloaded, the old one stays: ${reload.refused}\n`);
  };
  if (watch) server.models.watch(report);
  const onHangup = async () => (await server.models.reload()).forEach(report);
  process.on('SIGHUP', onHangup);
  await stopped;
  process.off('SIGHUP', onHangup);
  await server.close();
  if (json) printJson({ event: 'closed' });
}

/** The list of backends takes a moment to load: the default is one of them anyway. */
async function requireBackend(backend: string): Promise<string> {
  if (backend === 'auto') return backend;
  const [{ requireOneOf }, { backendNames }] = await Promise.all([
    import('../options/choices.ts'),
    import('@convoy/kernels'),
  ]);
  return requireOneOf('backend', backend, backendNames);
}

/** Resolves at the first SIGTERM or SIGINT; a second one ends the process at once. */
function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    let isStopping = false;
    const stop = () => {
      if (isStopping) process.exit(exitCodes.failed);
      isStopping = true;
      resolve();
    };
    process.on('SIGTERM', stop).on('SIGINT', stop);
  });
}

function count(number: number, unit: string): string {
  return `${number} ${unit}${number === 1 ? '' : 's'}`;
}
