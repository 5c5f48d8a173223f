// What fewer training samples cost: accuracy against how many images each run was trained on, a line per network.

import type { Chart } from '../report/charts/chart.ts';
import { type ColourName, colour } from '../report/page/palette.ts';
import type { ComparedRun } from './comparedRun.ts';

const hues: readonly ColourName[] = ['blue', 'orange', 'violet', 'teal', 'pink'];

/** Without traces if no network was trained on different numbers of images. */
export function samplesChart(runs: readonly ComparedRun[]): Chart {
  const networks = Map.groupBy(runs, ({ metrics: { network, dataset } }) => `${network} on ${dataset}`);
  const curves = [...networks].filter(
    ([, own]) => new Set(own.map(({ metrics }) => metrics.trainingImages)).size > 1,
  );
  const counts = new Set(
    curves.flatMap(([, own]) => own.map(({ metrics: { trainingImages } }) => trainingImages)),
  );
  const tickvals = [...counts].sort((a, b) => a - b);
  return {
    id: 'chart-samples',
    title: 'Accuracy by number of training images',
    caption: 'Test accuracy of the ensembles. A curve that falls less to the left needs fewer samples.',
    traces: curves.map(([name, own], at) => {
      const points = own.map(({ metrics }) => metrics).sort((a, b) => a.trainingImages - b.trainingImages);
      const hue = colour(hues[at % hues.length] ?? 'blue');
      return {
        mode: 'lines+markers',
        name,
        x: points.map(({ trainingImages }) => trainingImages),
        y: points.map(({ accuracy }) => accuracy),
        line: { color: hue, width: 2.4 },
        marker: { color: hue, size: 7 },
        hovertemplate: `%{x} images: %{y:.2%}<extra>${name}</extra>`,
      };
    }),
    x: {
      title: 'training images',
      type: 'log',
      tickvals,
      ticktext: tickvals.map((count) => count.toLocaleString('en-US')),
    },
    y: { title: 'test accuracy', tickformat: '~%' },
  };
}
