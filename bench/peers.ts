// `pnpm bench:peers`: Convoy beside other libraries, on one machine in one run. See `bench/README.md`.

import { writeFileAtomically } from '@convoy/core/internal/node';
import { type Bench, benches } from './compare/benches.ts';
import { type BenchResult, compare } from './compare/compare.ts';
import type { Competitor, Presence } from './compare/competitor.ts';
import { convoy } from './compare/competitors/convoy.ts';
import { peers } from './compare/competitors/list.ts';
import { describeMachine } from './compare/machine.ts';
import { choose, type PeersOptions, readOptions, usage } from './compare/options.ts';
import { benchReport, type Report, spread } from './compare/report.ts';
import { reportLines } from './compare/tables.ts';
import { runCommand } from './usage.ts';

await runCommand(usage, main);

async function main(signal: AbortSignal): Promise<number> {
  const options = readOptions(process.argv.slice(2));
  if (options.help) {
    console.log(usage);
    return 0;
  }
  const all = benches(options);
  const chosenBenches = choose(all, options.only, peers);
  const chosenPeers = choose(peers, options.only, all);
  const presences = new Map<string, Presence>();
  for (const competitor of [convoy, ...chosenPeers]) presences.set(competitor.name, await competitor.look());
  if (options.list) {
    list(chosenBenches, chosenPeers, presences);
    return 0;
  }
  const report = await run(options, chosenBenches, chosenPeers, presences, signal);
  const json = `${JSON.stringify(report, null, 2)}\n`;
  if (options.out !== null) await writeFileAtomically(options.out, new TextEncoder().encode(json));
  process.stdout.write(options.json ? json : `${reportLines(report).join('\n')}\n`);
  if (report.interrupted) return 130;
  return report.benches.some(({ peers }) => peers.some(({ failure }) => failure !== null)) ? 1 : 0;
}

async function run(
  { rounds, seconds, warmupSeconds }: PeersOptions,
  chosenBenches: readonly Bench[],
  chosenPeers: readonly Competitor[],
  presences: ReadonlyMap<string, Presence>,
  signal: AbortSignal,
): Promise<Report> {
  const machine = describeMachine();
  const peaks: number[] = [];
  const results: BenchResult[] = [];
  for (const bench of chosenBenches) {
    const present = chosenPeers.filter(
      (peer) => peer.takesPartIn(bench) && presences.get(peer.name)?.installed === true,
    );
    if (present.length === 0 || signal.aborted) continue;
    tell(bench.title);
    const result = await compare(bench, present, {
      rounds,
      length: { seconds, warmupSeconds },
      signal,
      onPeak: (gflops) => peaks.push(gflops),
      onTurn({ round, competitor, imagesPerSecond }) {
        const figure = imagesPerSecond === null ? 'failed' : `${imagesPerSecond.toFixed(1)} images/s`;
        tell(`  round ${round} of ${rounds}: ${competitor.title}: ${figure}`);
      },
    });
    results.push(result);
  }
  const ours = presences.get(convoy.name);
  return {
    benchmark: 'peers',
    machine,
    versions: ours?.installed ? ours.versions : {},
    settings: { rounds, seconds, warmupSeconds },
    peakGflops: spread(peaks),
    benches: results.map((result) => benchReport(result, presences)),
    skipped: chosenPeers.flatMap(({ name }) => {
      const presence = presences.get(name);
      return presence?.installed === false ? [{ name, ...presence }] : [];
    }),
    interrupted: signal.aborted,
  };
}

function list(
  chosenBenches: readonly Bench[],
  chosenPeers: readonly Competitor[],
  presences: ReadonlyMap<string, Presence>,
): void {
  for (const { name, title } of chosenBenches) console.log(`${name}: ${title}`);
  for (const { name } of chosenPeers) {
    const presence = presences.get(name);
    if (presence?.installed) {
      const versions = Object.entries(presence.versions).map(([of, version]) => `${of} ${version}`);
      console.log(`${name}: ${versions.join(', ')}`);
    } else console.log(`${name}: not installed: ${presence?.why}. To have it: ${presence?.howToInstall}`);
  }
}

/** Progress goes where it does not disturb the result. */
function tell(line: string): void {
  process.stderr.write(`${line}\n`);
}
