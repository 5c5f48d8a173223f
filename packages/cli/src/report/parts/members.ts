// What the ensemble is worth: metrics against the number of members, each member's own, and how much they differ.

import type { EnsembleReport } from '@convoy/ensemble';
import { errorChange, percent } from '../../ui/format.ts';
import type { Chart, Trace } from '../charts/chart.ts';
import { chartFigure } from '../charts/chartFigure.ts';
import { heatTable } from '../charts/heatTable.ts';
import { html } from '../page/html.ts';
import { colour } from '../page/palette.ts';
import { memberTable } from './memberTable.ts';
import type { Part } from './part.ts';

export const members: Part = (source) => {
  const { seen } = source;
  const table = html`<div class="panel fit"><h4>Each member</h4><div class="scroll">${memberTable(source)}</div></div>`;
  const shared = { id: 'members', short: 'Members', title: 'What the ensemble is worth' };
  if (seen === null) return { ...shared, charts: [], body: html`<div class="beside">${table}</div>` };
  const { metrics } = seen;
  const charts = metrics.members.length > 1 ? [accuracyChart(metrics), nllChart(metrics)] : [];
  return {
    ...shared,
    charts,
    body: html`<p>${gain(metrics)}</p>
<div class="grid">${charts.map(chartFigure)}</div>
<div class="beside">${table}${metrics.members.length > 1 ? disagreement(metrics) : null}</div>`,
  };
};

function gain({ members, ensemble, meanMember, relativeErrorDecrease }: EnsembleReport): string {
  if (members.length === 1) {
    return 'This run has one member, so there is nothing to average. Train more with --members to see what an ensemble adds.';
  }
  const [alone, together] = [meanMember.accuracy.mean, ensemble.accuracy];
  const decrease =
    relativeErrorDecrease === null || relativeErrorDecrease <= 0
      ? ''
      : `, ${errorChange(relativeErrorDecrease)}`;
  return `The mean member classifies ${percent(alone)} of the test images correctly; all ${members.length} together ${percent(together)}${decrease}.`;
}

function accuracyChart({ curve }: EnsembleReport): Chart {
  return {
    id: 'chart-accuracy-by-members',
    title: 'Accuracy by number of members',
    caption:
      'Test split. Each point is the mean over ensembles of that many members, with the standard deviation between them as a bar.',
    traces: [memberCurveTrace(curve, 'accuracy', '%{y:.2%}')],
    x: { title: 'members', dtick: Math.ceil(curve.length / 12) },
    y: { title: 'test accuracy', tickformat: '~%' },
  };
}

function nllChart({ curve }: EnsembleReport): Chart {
  return {
    id: 'chart-nll-by-members',
    title: 'NLL by number of members',
    caption:
      'Mean negative log-likelihood of the true class, in nats: lower is better. It goes on falling when accuracy no longer moves, because averaged probabilities are less sure of wrong answers.',
    traces: [memberCurveTrace(curve, 'nll', '%{y:.4f}')],
    x: { title: 'members', dtick: Math.ceil(curve.length / 12) },
    y: { title: 'NLL (nats)' },
  };
}

function memberCurveTrace(curve: EnsembleReport['curve'], figure: 'accuracy' | 'nll', format: string): Trace {
  return {
    mode: 'lines+markers',
    name: figure,
    showlegend: false,
    x: curve.map(({ members }) => members),
    y: curve.map((point) => point[figure].mean),
    error_y: {
      array: curve.map((point) => point[figure].standardDeviation),
      color: colour('muted'),
      thickness: 1.2,
      width: 4,
    },
    line: { color: colour('blue'), width: 2.5 },
    marker: { color: colour('blue'), size: 7 },
    hovertemplate: `%{x} members: ${format}<extra></extra>`,
  };
}

function disagreement({ members, diversity }: EnsembleReport) {
  const names = members.map(({ member }) => String(member));
  return html`<div class="panel fit"><h4>Where they disagree</h4><div class="scroll">${heatTable({
    rows: names,
    columns: names,
    corner: 'member',
    values: diversity.disagreement,
    text: (share) => percent(share),
    isBlank: (row, column) => row === column,
  })}</div><p class="note">Share of the test images to which two members give different classes: ${percent(diversity.meanDisagreement)} on average. Members that never disagree would add nothing to each other.</p></div>`;
}
