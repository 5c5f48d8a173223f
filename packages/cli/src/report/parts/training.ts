// How the members learned: error by epoch, as the lecture draws it, for every member and their mean.

import type { MemberHistory } from '@convoy/ensemble';
import { counted, percent } from '../../ui/format.ts';
import { type Chart, epochAxis, type Trace } from '../charts/chart.ts';
import { chartFigure } from '../charts/chartFigure.ts';
import { stoppingPoint } from '../gather/stoppingPoint.ts';
import { type Html, html } from '../page/html.ts';
import { colour } from '../page/palette.ts';
import type { Part } from './part.ts';

type Figure = 'loss' | 'accuracy' | 'valLoss' | 'valAccuracy' | 'learningRate';
type Transform = (value: number) => number;

export const training: Part = ({ histories, manifest }) => {
  if (histories.length === 0) return null;
  const points = histories.map((history) => stoppingPoint(history, manifest.configuration));
  const shared = { id: 'training', short: 'Training', title: 'How the members learned' };
  const text = html`<p>${summary(histories, manifest.configuration.epochs, points)}</p>`;
  // A curve of one point shows nothing that a sentence does not say.
  if (epochsOf(histories) === 1) {
    return { ...shared, charts: [], body: html`${text}<p>${onlyEpoch(histories)}</p>` };
  }
  const error = errorChart(histories);
  error.traces.push(...keptTraces(histories, points));
  const rate = learningRateChart(histories);
  const others = rate === null ? [mistakesChart(histories)] : [mistakesChart(histories), rate];
  return {
    ...shared,
    charts: [error, ...others],
    body: html`${text}
<div class="wide">${chartFigure(error)}</div>
<div class="grid">${others.map(chartFigure)}</div>
${rate === null ? html`<p>The learning rate was ${histories[0]?.history[0]?.learningRate} in every epoch.</p>` : null}`,
  };
};

function epochsOf(histories: readonly MemberHistory[]): number {
  return Math.max(...histories.map(({ history }) => history.length));
}

function onlyEpoch(histories: readonly MemberHistory[]): string {
  const mean = (figure: Figure) =>
    histories.reduce((sum, { history }) => sum + (history[0]?.[figure] ?? Number.NaN), 0) / histories.length;
  const validation = Number.isNaN(mean('valLoss'))
    ? ''
    : `; on the validation images ${mean('valLoss').toFixed(4)} and ${percent(1 - mean('valAccuracy'))}`;
  return `In its one epoch, the mean member had a training error of ${mean('loss').toFixed(4)} and ${percent(1 - mean('accuracy'))} wrong answers${validation}.`;
}

interface GrowingChart extends Chart {
  readonly traces: Trace[];
}

function errorChart(histories: readonly MemberHistory[]): GrowingChart {
  return {
    id: 'chart-error',
    title: 'Error by epoch',
    caption: html`Cross-entropy, in nats. Thin lines are members, thick ones their mean. The training error is averaged over each epoch while the weights
change; the validation error is measured at its end. Training that falls while validation rises is overfitting.`,
    traces: curves(histories, ['loss', 'valLoss'], (value) => value, '%{y:.4f}'),
    x: epochAxis(epochsOf(histories)),
    y: { title: 'error (cross-entropy)', rangemode: 'tozero' },
    height: 380,
  };
}

function mistakesChart(histories: readonly MemberHistory[]): GrowingChart {
  return {
    id: 'chart-mistakes',
    title: 'Wrong answers by epoch',
    caption: 'The share of images that are given the wrong class: what accuracy leaves of 100%.',
    traces: curves(histories, ['accuracy', 'valAccuracy'], (value) => 1 - value, '%{y:.2%}'),
    x: epochAxis(epochsOf(histories)),
    y: { title: 'wrong answers', tickformat: '~%', rangemode: 'tozero' },
  };
}

/** Null where the learning rate never changes. */
function learningRateChart(histories: readonly MemberHistory[]): GrowingChart | null {
  const longest = histories.reduce((a, b) => (b.history.length > a.history.length ? b : a));
  const rates = longest.history.map(({ learningRate }) => learningRate);
  if (rates.every((value) => value === rates[0])) return null;
  return {
    id: 'chart-learning-rate',
    title: 'Learning rate by epoch',
    caption: 'At the last step of each epoch, the same for every member.',
    traces: [
      {
        mode: 'lines+markers',
        name: 'learning rate',
        x: longest.history.map(({ epoch }) => epoch),
        y: rates,
        line: { color: colour('blue'), width: 2.5 },
        marker: { color: colour('blue'), size: 6 },
        showlegend: false,
        hovertemplate: 'epoch %{x}: %{y:.3g}<extra></extra>',
      },
    ],
    x: epochAxis(epochsOf(histories)),
    y: { title: 'learning rate', rangemode: 'tozero', tickformat: '~g' },
  };
}

const looks = {
  training: { colour: colour('blue'), name: 'training' },
  validation: { colour: colour('orange'), name: 'validation' },
} as const;

function curves(
  histories: readonly MemberHistory[],
  [train, validation]: readonly [Figure, Figure],
  transform: Transform,
  format: string,
): Trace[] {
  return [
    ...curvesOf(histories, train, looks.training, transform, format),
    ...(histories.some(({ history }) => history[0]?.[validation] !== undefined)
      ? curvesOf(histories, validation, looks.validation, transform, format)
      : []),
  ];
}

function curvesOf(
  histories: readonly MemberHistory[],
  figure: Figure,
  look: (typeof looks)[keyof typeof looks],
  transform: Transform,
  format: string,
): Trace[] {
  const valuesOf = ({ history }: MemberHistory) =>
    history.map((epoch) => transform(epoch[figure] ?? Number.NaN));
  const isAlone = histories.length === 1;
  const lines = histories.map(
    (member): Trace => ({
      mode: isAlone ? 'lines+markers' : 'lines',
      name: isAlone ? look.name : `${look.name}, member ${member.member}`,
      legendgroup: look.name,
      showlegend: isAlone,
      opacity: isAlone ? 1 : 0.45,
      x: member.history.map(({ epoch }) => epoch),
      y: valuesOf(member),
      line: { color: look.colour, width: isAlone ? 2.5 : 1.2 },
      marker: { color: look.colour, size: 6 },
      hovertemplate: `${format}<extra>${look.name}, member ${member.member}, epoch %{x}</extra>`,
    }),
  );
  return isAlone ? lines : [...lines, meanTrace(histories.map(valuesOf), look, format)];
}

/** The mean of the members that trained an epoch: it goes on when some have stopped. */
function meanTrace(
  members: readonly (readonly number[])[],
  look: (typeof looks)[keyof typeof looks],
  format: string,
): Trace {
  const epochs = Math.max(...members.map(({ length }) => length));
  const means = Array.from({ length: epochs }, (_, at) => {
    const values = members.flatMap((member) => member.slice(at, at + 1));
    return values.reduce((sum, value) => sum + value, 0) / values.length;
  });
  return {
    mode: 'lines+markers',
    name: `${look.name}, mean`,
    legendgroup: look.name,
    x: means.map((_, at) => at + 1),
    y: means,
    line: { color: look.colour, width: 3 },
    marker: { color: look.colour, size: 6 },
    hovertemplate: `${format}<extra>${look.name}, mean, epoch %{x}</extra>`,
  };
}

type Point = ReturnType<typeof stoppingPoint>;

/** Where each member's weights are from, and where training ended before its last epoch. */
function keptTraces(histories: readonly MemberHistory[], points: readonly Point[]): Trace[] {
  const figure = histories[0]?.history[0]?.valLoss === undefined ? 'loss' : 'valLoss';
  const at = (epochs: readonly (number | null)[], name: string, symbol: string, size: number): Trace[] => {
    const shown = histories.flatMap((history, index) => {
      const epoch = epochs[index] ?? null;
      const value = epoch === null ? undefined : history.history[epoch - 1]?.[figure];
      return epoch === null || value === undefined ? [] : [{ member: history.member, epoch, value }];
    });
    if (shown.length === 0) return [];
    return [
      {
        mode: 'markers',
        name,
        x: shown.map(({ epoch }) => epoch),
        y: shown.map(({ value }) => value),
        text: shown.map(({ member }) => `member ${member}`),
        marker: { color: colour('ink'), size, symbol, line: { color: colour('ink'), width: 1.6 } },
        hovertemplate: `%{text}: epoch %{x}, %{y:.4f}<extra>${name}</extra>`,
      },
    ];
  };
  return [
    ...at(
      points.map(({ kept }) => kept),
      'weights kept',
      'circle-open',
      11,
    ),
    ...at(
      points.map(({ stopped }) => stopped),
      'stopped early',
      'x-thin-open',
      8,
    ),
  ];
}

function summary(histories: readonly MemberHistory[], epochs: number, points: readonly Point[]): Html {
  const stopped = points.filter(({ stopped }) => stopped !== null).length;
  const beforeLast = points.filter(({ kept }, at) => kept < (histories[at]?.history.length ?? 0)).length;
  const count = histories.length;
  const sentences = [
    stopped > 0
      ? `${stopped} of ${count} members stopped early, when the figure that is watched had not improved for long enough.`
      : `Every member trained for ${counted(epochs, 'epoch')}.`,
    beforeLast > 0 ? `${beforeLast} of ${count} went back to the weights of an epoch before their last.` : '',
  ];
  return html`${sentences.filter(Boolean).join(' ')}`;
}
