// The report as text.

import type { Spread } from '@convoy/ensemble/internal';
import type { BenchReport, PeerReport, Report } from './report.ts';

export function reportLines(report: Report): readonly string[] {
  const { machine, versions, settings, peakGflops, benches, skipped } = report;
  const gigabytes = Math.round(machine.memoryBytes / 2 ** 30);
  const names = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  return [
    `${machine.cpu}, ${machine.processors} processors, ${gigabytes} GiB, ${machine.system}`,
    names.join(', '),
    `${settings.rounds === 1 ? 'one round' : `${settings.rounds} rounds`} in turn, ${settings.seconds} s a turn; median (least – most)`,
    ...(peakGflops
      ? [`a loop of multiply-adds on registers, one processor: ${decimals(peakGflops, 1)} GFLOP/s`]
      : []),
    ...(machine.loadBefore > 0.5
      ? [`load before it began: ${machine.loadBefore.toFixed(1)}: other work disturbed these measurements`]
      : []),
    ...benches.flatMap(benchLines),
    ...(skipped.length > 0 ? [''] : []),
    ...skipped.flatMap(({ name, why, howToInstall }) => [
      `skipped: ${name}: ${why}`,
      `  to have it: ${howToInstall}`,
    ]),
    ...(report.interrupted ? ['', 'stopped before the last round: fewer pairs than asked for'] : []),
  ];
}

function benchLines({ title, note, convoy, peers }: BenchReport): readonly string[] {
  const rows = [
    ['', 'images/s', '', "Convoy's multiple, of pairs", ''],
    ['Convoy', ...cells(convoy, whole), '', ''],
    ...peers.map((peer) => [
      nameOf(peer),
      ...cells(peer.imagesPerSecond, rate),
      ...cells(peer.ratio, multiple),
    ]),
  ];
  const failures = peers.flatMap(({ title, failure, pairs }) =>
    failure === null ? [] : [`${title} failed (rounds done: ${pairs.length}): ${failure}`],
  );
  return ['', title, ...table(rows), ...(note === null ? [] : [`(${note})`]), ...failures];
}

function nameOf({ title, versions }: PeerReport): string {
  const [version] = Object.values(versions);
  return version === undefined ? title : `${title} (${version})`;
}

type Format = (value: number) => string;

const whole: Format = (value) => Math.round(value).toLocaleString('en-US');
/** Slow peers need a digit more. */
const rate: Format = (value) => (value < 100 ? value.toFixed(1) : whole(value));
const multiple: Format = (value) => `${value < 100 ? value.toFixed(2) : whole(value)}×`;

function cells(spread: Spread | null, format: Format): readonly [median: string, range: string] {
  if (spread === null) return ['–', ''];
  return [format(spread.median), `(${format(spread.min)} – ${format(spread.max)})`];
}

function decimals({ median, min, max }: Spread, digits: number): string {
  return `${median.toFixed(digits)} (${min.toFixed(digits)} – ${max.toFixed(digits)})`;
}

/** The first column to the left, the others to the right. */
export function table(rows: readonly (readonly string[])[]): readonly string[] {
  const columns = Math.max(...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, i) =>
    Math.max(...rows.map((row) => row[i]?.length ?? 0)),
  );
  return rows.map((row) =>
    widths
      .map((width, i) => (i === 0 ? (row[i] ?? '').padEnd(width) : (row[i] ?? '').padStart(width)))
      .join('  ')
      .trimEnd(),
  );
}
