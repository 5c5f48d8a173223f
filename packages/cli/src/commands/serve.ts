// `convoy serve`: answers predictions over HTTP until it is stopped.

import type { Command } from 'commander';
import { exitCodes, usageError } from '../errors.ts';
import { withFlags } from '../options/lateFlags.ts';
import { print, printError, printJson } from '../ui/output.ts';
import { examples } from './examples.ts';

export function serve(program: Command): void {
  const command = program
    .command('serve')
    .description('Serve the predictions of runs over HTTP, with batching across requests.')
    .argument(
      '<model...>',
      'run directories or ensemble.convoy files; NAME=RUN or NAME:VERSION=RUN names one',
    )
    .addHelpText(
      'after',
      `\nSIGTERM and SIGINT finish the open requests. SIGHUP reads the runs again; a damaged one is refused, and the old one
stays.\n${examples(
        'convoy serve runs/a',
        'convoy serve digits:1=runs/a digits:2=runs/b --port 9000 --watch',
        "curl --data-binary @seven.png 'http://127.0.0.1:8080/v1/models/a:predict'",
      )}`,
    )
    .action(run);
  withFlags(command, async () => (await import('../options/serveOptions.ts')).serveOptions);
}

async function run(runs: readonly string[], _: unknown, command: Command): Promise<void> {
  const began = performance.now();
  const stopped = untilStopped();
  const [{ startServer, parseSource }, { typedFlags }, { readOptions }, { serveOptions }] = await Promise.all(
    [
      import('@convoy/serve'),
      import('../options/flags.ts'),
      import('../options/resolve.ts'),
      import('../options/serveOptions.ts'),
    ],
  );
  const { name, queue, token, workers, json, watch, ...options } = await readOptions(
    serveOptions,
    typedFlags(command, serveOptions),
  );
  const bearer = token ?? process.env.CONVOY_TOKEN;
  if (name !== null && runs.length > 1) {
    throw usageError(`--name: expected one run, got ${runs.length}`, 'Name each run instead: NAME=RUN.');
  }
  const sources = runs.map(parseSource);
  const { requireRun } = await import('../run/requireRun.ts');
  for (const source of sources) await requireRun(source.run);
  const server = await startServer({
    ...options,
    runs: name === null ? sources : sources.map((source) => ({ ...source, name })),
    maxQueue: queue,
    ...(bearer !== undefined && bearer !== '' && { token: bearer }),
    ...(workers !== null && { workers }),
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
    else printError(`convoy: not reloaded, the old one stays: ${reload.refused}`);
  };
  if (watch) server.models.watch(report);
  const onHangup = async () => (await server.models.reload()).forEach(report);
  process.on('SIGHUP', onHangup);
  await stopped;
  process.off('SIGHUP', onHangup);
  await server.close();
  if (json) printJson({ event: 'closed' });
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
