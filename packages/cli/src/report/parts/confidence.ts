// Whether its probabilities can be believed, and what is gained by not answering.

import type { EnsembleReport, ReliabilityBin } from '@convoy/ensemble';
import { percent, whole } from '../../ui/format.ts';
import type { Chart, Trace } from '../charts/chart.ts';
import { chartFigure } from '../charts/chartFigure.ts';
import { html } from '../page/html.ts';
import { type ColourName, colour } from '../page/palette.ts';
import type { Part } from './part.ts';

/** Bins of fewer images say more about chance than about the ensemble. */
const fewest = 10;

export const confidence: Part = ({ seen }) => {
  if (seen === null) return null;
  const charts = [reliability(seen.metrics, seen.calibrated), coverage(seen.metrics)];
  return {
    id: 'confidence',
    short: 'Confidence',
    title: 'When to believe it',
    charts,
    body: html`<p>A classifier that says 80% should be right four times in five. The first chart shows whether this one is; the second what its
confidence is good for.</p>
<div class="grid">${charts.map(chartFigure)}</div>`,
  };
};

function reliability(
  { calibration }: EnsembleReport,
  calibrated: EnsembleReport['calibration'] | null,
): Chart {
  const after = calibrated?.after ?? null;
  const temperature = calibrated?.temperature ?? null;
  const scaled =
    after === null || temperature === null
      ? ''
      : ` A temperature of ${temperature.toFixed(2)}, fitted on the validation images, changes it to ${percent(after.ece)}${
          calibration.after === null
            ? ' (only shown here: this ensemble was saved without one)'
            : ' (this ensemble predicts with it)'
        }.`;
  return {
    id: 'chart-reliability',
    title: 'Accuracy by confidence',
    caption: `Reliability diagram on the test split: images by how sure the ensemble is of them. Below the dotted line it is too sure, above it not sure enough. The larger a dot, the more images; bins of fewer than ${fewest} are left out. Expected calibration error ${percent(calibration.before.ece)}.${scaled}`,
    traces: [
      binsTrace(
        calibration.before.bins,
        after === null ? 'ensemble' : 'before temperature',
        'orange',
        'circle',
      ),
      ...(after === null ? [] : [binsTrace(after.bins, 'after temperature', 'blue', 'diamond')]),
    ],
    x: { title: 'confidence (mean in bin)', range: [0, 1.02], tickformat: '.0%', dtick: 0.2 },
    y: { title: 'accuracy', range: [0, 1.05], tickformat: '.0%', dtick: 0.2 },
    diagonal: colour('muted'),
    height: 360,
  };
}

function binsTrace(bins: readonly ReliabilityBin[], name: string, of: ColourName, symbol: string): Trace {
  const filled = bins.filter(({ count }) => count >= fewest);
  const most = Math.max(...filled.map(({ count }) => count));
  return {
    mode: 'lines+markers',
    name,
    x: filled.map((bin) => bin.confidence ?? 0),
    y: filled.map((bin) => bin.accuracy),
    text: filled.map(({ count }) => `${whole(count)} images`),
    line: { color: colour(of), width: 1.4 },
    marker: {
      color: colour(of),
      symbol,
      size: filled.map(
        ({ count }) => 5 + (11 * Math.log(count / fewest)) / Math.log(Math.max(2, most / fewest)),
      ),
    },
    opacity: 0.9,
    hovertemplate: `confidence %{x:.1%}, accuracy %{y:.1%}, %{text}<extra>${name}</extra>`,
  };
}

function coverage({ rejectCurve, ensemble }: EnsembleReport): Chart {
  const withoutErrors = rejectCurve.find(({ errors }) => errors === 0);
  const clean =
    withoutErrors && withoutErrors.errors < (rejectCurve[0]?.errors ?? 0)
      ? ` Of the surest ${percent(withoutErrors.coverage).replace('.00', '')} not one is wrong (confidence from ${withoutErrors.threshold.toFixed(3)}).`
      : '';
  return {
    id: 'chart-coverage',
    title: 'Accuracy by coverage',
    caption: `Leaving the least certain images to a person: from all of them (right end, ${percent(ensemble.accuracy)}) down to only the surest.${clean}`,
    traces: [
      {
        mode: 'lines',
        name: 'ensemble',
        showlegend: false,
        x: rejectCurve.map((point) => point.coverage),
        y: rejectCurve.map((point) => point.accuracy),
        text: rejectCurve.map(
          ({ threshold, errors }) => `confidence from ${threshold.toFixed(3)}, ${whole(errors)} errors`,
        ),
        line: { color: colour('blue'), width: 2.5 },
        hovertemplate: 'answers %{x:.0%}, right on %{y:.2%}<br>%{text}<extra></extra>',
      },
    ],
    x: { title: 'images that are answered', tickformat: '.0%', range: [0, 1.02] },
    y: { title: 'accuracy on them', tickformat: '~%' },
    height: 360,
  };
}
