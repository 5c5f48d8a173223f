// The chart of `convoy bench scaling` as SVG: speed-up against the number of workers, beside what the machine has to give.

import type { ScalingResultPoint } from './scaling.ts';

const width = 720;
const height = 420;
const margin = { left: 56, right: 150, top: 16, bottom: 48 };

interface Curve {
  readonly label: string;
  readonly style: string;
  readonly values: readonly number[];
}

/** An `<svg>` element; its colours come from the page's style sheet. */
export function scalingChart(points: readonly ScalingResultPoint[]): string {
  const workers = points.map((point) => point.workers);
  const most = Math.max(...workers);
  const top = Math.max(most, ...points.map((point) => Math.max(point.loopSpeedup, point.speedupRange[1])));
  const x = (value: number) =>
    margin.left + ((value - 1) / Math.max(1, most - 1)) * (width - margin.left - margin.right);
  const y = (value: number) => height - margin.bottom - (value / top) * (height - margin.top - margin.bottom);
  const curves: Curve[] = [
    { label: 'N workers, N times', style: 'ideal', values: workers },
    { label: 'loop on registers', style: 'loop', values: points.map((point) => point.loopSpeedup) },
    { label: 'training', style: 'training', values: points.map((point) => point.speedup) },
  ];
  const ticks = Array.from({ length: Math.ceil(top) + 1 }, (_, value) => value).filter(
    (value) => top <= 12 || value % Math.ceil(top / 12) === 0,
  );
  return [
    `<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="Speed-up against the number of workers">`,
    ...ticks
      .filter((tick) => tick <= top)
      .map(
        (tick) =>
          `<line class="grid" x1="${margin.left}" x2="${width - margin.right}" y1="${y(tick)}" y2="${y(tick)}"/>` +
          `<text x="${margin.left - 8}" y="${y(tick) + 4}" text-anchor="end">${tick}×</text>`,
      ),
    ...workers.map(
      (worker) =>
        `<text x="${x(worker)}" y="${height - margin.bottom + 20}" text-anchor="middle">${worker}</text>`,
    ),
    `<text x="${(margin.left + width - margin.right) / 2}" y="${height - 6}" text-anchor="middle">workers</text>`,
    ...points.map(
      ({ workers: at, speedupRange: [least, greatest] }) =>
        `<line class="range" x1="${x(at)}" x2="${x(at)}" y1="${y(least)}" y2="${y(greatest)}"/>`,
    ),
    ...curves.map(({ style, values }) => {
      const path = values.map(
        (value, index) => `${x(workers[index] ?? 1).toFixed(1)},${y(value).toFixed(1)}`,
      );
      const dots = values.map(
        (value, index) =>
          `<circle class="${style}" cx="${x(workers[index] ?? 1)}" cy="${y(value)}" r="4"><title>${value.toFixed(2)}×</title></circle>`,
      );
      return `<polyline class="${style}" points="${path.join(' ')}"/>${style === 'ideal' ? '' : dots.join('')}`;
    }),
    ...labels(curves, y),
    '</svg>',
  ].join('\n');
}

/** Names at the ends of their curves, pushed apart where the curves meet. */
function labels(curves: readonly Curve[], y: (value: number) => number): string[] {
  const lineHeight = 18;
  let lowest = Number.NEGATIVE_INFINITY;
  return [...curves]
    .sort((a, b) => (b.values.at(-1) ?? 0) - (a.values.at(-1) ?? 0))
    .map(({ label, style, values }) => {
      lowest = Math.max(y(values.at(-1) ?? 0) + 4, lowest + lineHeight);
      return `<text class="${style}" x="${width - margin.right + 12}" y="${lowest}">${label}</text>`;
    });
}
