// How far each kind of network can be pushed: accuracy as images are moved, turned, scaled and covered with noise.

import { counted, percent, whole } from '../../ui/format.ts';
import type { Chart, Trace } from '../charts/chart.ts';
import { chartFigure } from '../charts/chartFigure.ts';
import { type Html, html } from '../page/html.ts';
import { type ColourName, colour } from '../page/palette.ts';
import { imagePicture, img } from '../pictures/picture.ts';
import { type Curves, measureRobustness } from '../robustness/measure.ts';
import type { ReportSource, Seen } from '../source.ts';
import type { Part } from './part.ts';

export const robustness: Part = async ({ seen, ensemble, run }) => {
  if (seen === null) return null;
  const { dataset, dense } = seen;
  const measured = await measureRobustness(
    dataset,
    ensemble,
    dense,
    seen.affordableImages,
    seen.examples[seen.shown] ?? 0,
  );
  const network = isConvolutional(ensemble) ? 'one ConvNet' : 'one network';
  const charts = measured.curves.map((curves) => chartOf(curves, network));
  return {
    id: 'robustness',
    short: 'Robustness',
    title: 'How far it can be pushed',
    charts,
    body: html`<p>Accuracy on ${whole(measured.images)} test images that were changed in ways that training did not show. A ConvNet finds a feature wherever it
is, so it should bear a shift better than a densely connected network, which has to learn each pattern anew at each place.</p>
<div class="grid">${charts.map((chart, at) => withExamples(chart, measured.curves[at], dataset))}</div>
<p class="note">${network[0]?.toUpperCase()}${network.slice(1)} is member ${ensemble.members[0]?.member ?? 0}; the ensemble is all ${counted(ensemble.members.length, 'member')}.
${denseNote(dense, run)}</p>`,
  };
};

function denseNote(dense: Seen['dense'], run: string): Html {
  if (dense === null)
    return html`This run is densely connected itself, so there is no other dense network to compare with.`;
  const accuracy = dense.ensemble.members[0]?.accuracy ?? 0;
  const hint = dense.isCompanion
    ? html` It is there to show the shape of its curves, after much less training than the members had; to compare with one that was trained as long, name its run:`
    : html` To compare with another:`;
  return html`The dense network is ${dense.description}: ${percent(accuracy)} on all test images as they are.${hint} <code>convoy report ${run} --dense RUN</code>.`;
}

function isConvolutional(ensemble: ReportSource['ensemble']): boolean {
  return ensemble.networkOf(0).model.layers.some(({ type }) => type === 'Conv2D');
}

function chartOf({ distortion, ensemble, one, dense }: Curves, network: string): Chart {
  const trace = (name: string, of: ColourName, y: readonly number[], dash?: 'dash' | 'dot'): Trace => ({
    mode: 'lines+markers',
    name,
    x: distortion.levels,
    y,
    text: distortion.levels.map(distortion.label),
    line: { color: colour(of), width: 2.4, ...(dash && { dash }) },
    marker: { color: colour(of), size: 6 },
    hovertemplate: `%{text}: %{y:.1%}<extra>${name}</extra>`,
  });
  return {
    id: `chart-${distortion.name}`,
    title: `Accuracy under ${distortion.name}`,
    caption: '',
    traces: [
      ...(dense ? [trace('dense network', 'violet', dense, 'dot')] : []),
      ...(one ? [trace(network, 'orange', one, 'dash')] : []),
      trace(one ? 'ensemble' : network, 'blue', ensemble),
    ],
    x: {
      title: distortion.title,
      range: marginOf(distortion.levels),
      tickvals: distortion.levels,
      ticktext: distortion.levels.map(distortion.label),
    },
    y: { title: 'accuracy', tickformat: '.0%', range: [0, 1.03], dtick: 0.2 },
    height: 290,
  };
}

/** Half a step on both sides, so that each level stands above its picture. */
function marginOf(levels: readonly number[]): [number, number] {
  const [first = 0, second = 1] = levels;
  const half = (second - first) / 2;
  return [first - half, (levels.at(-1) ?? 1) + half];
}

/** What the eye sees at each level, below the curve. */
function withExamples(chart: Chart, curves: Curves | undefined, dataset: Seen['dataset']): Html {
  if (curves === undefined) return chartFigure(chart);
  const { levels, label } = curves.distortion;
  const steps = html`<span class="steps">${levels.map(
    (level, at) =>
      html`<span>${img(imagePicture(curves.example, at, dataset.imageShape), `the image at ${label(level)}`)}${label(level)}</span>`,
  )}</span>`;
  return chartFigure({ ...chart, caption: steps });
}
