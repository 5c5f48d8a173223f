// Several runs side by side, as one page.

import { type Chart, epochAxis, type Trace } from '../report/charts/chart.ts';
import { chartFigure } from '../report/charts/chartFigure.ts';
import { type Html, html } from '../report/page/html.ts';
import { renderPage, themeButton } from '../report/page/page.ts';
import { type ColourName, colour } from '../report/page/palette.ts';
import type { ComparedRun } from './comparedRun.ts';
import { type Difference, shortText } from './differences.ts';
import type { FigureRow } from './figureRows.ts';
import { samplesChart } from './samplesChart.ts';

const hues: readonly ColourName[] = ['blue', 'orange', 'violet', 'teal', 'pink', 'good', 'bad', 'muted'];
const dashes = [undefined, 'dash', 'dot'] as const;

export function comparisonPage(
  runs: readonly ComparedRun[],
  rows: readonly FigureRow[],
  differing: readonly Difference[],
): Promise<string> {
  const names = runs.map(({ metrics }) => metrics.run);
  const charts = [
    curveChart(runs, 'val', 'Validation'),
    curveChart(runs, 'train', 'Training'),
    samplesChart(runs),
    membersChart(runs),
    trajectoryChart(runs),
  ].filter(({ traces }) => traces.length > 0);
  return renderPage({
    title: `${names.join(', ')} – Convoy comparison`,
    header: html`<div class="top"><div><p class="kind">Convoy comparison</p><h1>${names.length} runs</h1></div>${themeButton}</div>
<p class="what">${names.join(' · ')}</p>`,
    sections: [
      {
        id: 'metrics',
        short: 'Metrics',
        title: 'Metrics',
        charts: [],
        body: html`<p>On the test split. The best of each row is bold.</p>
<div class="panel scroll fit">${figureTable(names, rows)}</div>`,
      },
      {
        id: 'curves',
        short: 'Curves',
        title: 'Curves',
        charts,
        body: html`<div class="grid">${charts.map(chartFigure)}</div>`,
      },
      {
        id: 'configuration',
        short: 'Configuration',
        title: 'What differs',
        charts: [],
        body:
          differing.length === 0
            ? html`<p>Nothing: the runs were configured alike, on the same data and machine.</p>`
            : html`<p>Values of the configuration, the data, the versions and the machine that are not the same in all runs.</p>
<div class="panel scroll fit">${differenceTable(names, differing)}</div>`,
      },
    ],
    footer: html`Written by Convoy. Charts by Plotly (MIT licence).`,
  });
}

function figureTable(names: readonly string[], rows: readonly FigureRow[]): Html {
  return html`<table><thead><tr><th></th>${names.map((name) => html`<th class="n">${name}</th>`)}</tr></thead>
<tbody>${rows.map(
    ({ name, texts, best }) =>
      html`<tr><th scope="row">${name}</th>${texts.map((text, at) => html`<td class="n">${at === best ? html`<b>${text}</b>` : text}</td>`)}</tr>`,
  )}</tbody></table>`;
}

function differenceTable(names: readonly string[], differing: readonly Difference[]): Html {
  return html`<table><thead><tr><th></th>${names.map((name) => html`<th>${name}</th>`)}</tr></thead>
<tbody>${differing.map(
    ({ name, values }) =>
      html`<tr><th scope="row" class="mono">${name}</th>${values.map((value) => html`<td>${shortText(value)}</td>`)}</tr>`,
  )}</tbody></table>`;
}

function look(at: number): Pick<Trace, 'line' | 'marker'> {
  const hue = colour(hues[at % hues.length] ?? 'blue');
  const dash = dashes[Math.floor(at / hues.length) % dashes.length];
  return { line: { color: hue, width: 2.4, ...(dash && { dash }) }, marker: { color: hue, size: 6 } };
}

/** The mean over the members that trained each epoch. */
function meanByEpoch({ histories }: ComparedRun, figure: 'loss' | 'valLoss'): number[] {
  const epochs = Math.max(0, ...histories.map(({ history }) => history.length));
  return Array.from({ length: epochs }, (_, at) => {
    const values = histories.flatMap(({ history }) => history[at]?.[figure] ?? []);
    return values.reduce((sum, value) => sum + value, 0) / values.length;
  });
}

function curveChart(runs: readonly ComparedRun[], which: 'train' | 'val', title: string): Chart {
  const figure = which === 'val' ? 'valLoss' : 'loss';
  return {
    id: `chart-${which}`,
    title: `${title} error by epoch`,
    caption: 'Cross-entropy, in nats, the mean of the members that trained the epoch.',
    traces: runs.flatMap((run, at): Trace[] => {
      const y = meanByEpoch(run, figure);
      if (!y.some(Number.isFinite)) return [];
      return [
        {
          mode: 'lines+markers',
          name: run.metrics.run,
          x: y.map((_, epoch) => epoch + 1),
          y,
          ...look(at),
          hovertemplate: `epoch %{x}: %{y:.4f}<extra>${run.metrics.run}</extra>`,
        },
      ];
    }),
    x: epochAxis(
      Math.max(...runs.flatMap(({ histories }) => histories.map(({ history }) => history.length))),
    ),
    y: { title: 'error (cross-entropy)', rangemode: 'tozero' },
  };
}

/** Each member as a dot, the ensemble as a line across. */
function membersChart(runs: readonly ComparedRun[]): Chart {
  return {
    id: 'chart-members',
    title: 'Members and ensembles',
    caption: 'Test accuracy: dots are members, the diamond is the ensemble of them.',
    traces: runs.flatMap(({ metrics, manifest }, at): Trace[] => {
      const members = manifest.result?.members ?? [];
      const hue = colour(hues[at % hues.length] ?? 'blue');
      const shared = { legendgroup: metrics.run, mode: 'markers' } as const;
      return [
        {
          ...shared,
          name: `${metrics.run}, members`,
          showlegend: false,
          x: members.map(() => at + 1),
          y: members.map(({ accuracy }) => accuracy),
          marker: { color: hue, size: 7 },
          opacity: 0.55,
          hovertemplate: `%{y:.2%}<extra>${metrics.run}, a member</extra>`,
        },
        {
          ...shared,
          name: metrics.run,
          x: [at + 1],
          y: [metrics.accuracy],
          marker: { color: hue, size: 13, symbol: 'diamond' },
          hovertemplate: `%{y:.2%}<extra>${metrics.run}, the ensemble</extra>`,
        },
      ];
    }),
    x: { title: 'run', range: [0.5, runs.length + 0.5], dtick: 1 },
    y: { title: 'test accuracy', tickformat: '~%' },
  };
}

/** What is gained for the time: accuracy against how long the run took. */
function trajectoryChart(runs: readonly ComparedRun[]): Chart {
  return {
    id: 'chart-time',
    title: 'Accuracy for the time',
    caption:
      'Test accuracy of the ensemble against the seconds that its training took. Up and to the left is better.',
    traces: runs.map(({ metrics }, at) => ({
      mode: 'markers',
      name: metrics.run,
      x: [metrics.seconds],
      y: [metrics.accuracy],
      marker: { color: colour(hues[at % hues.length] ?? 'blue'), size: 13, symbol: 'diamond' },
      hovertemplate: `%{x:.0f} s, %{y:.2%}<extra>${metrics.run}</extra>`,
    })),
    x: { title: 'seconds', rangemode: 'tozero' },
    y: { title: 'test accuracy', tickformat: '~%' },
  };
}
