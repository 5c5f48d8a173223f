// Where it is wrong: which classes it takes for which, and the images that it is most wrong or least sure about.

import { entropies } from '@convoy/ensemble';
import { counted, percent, whole } from '../../ui/format.ts';
import { heatTable } from '../charts/heatTable.ts';
import { type Html, html } from '../page/html.ts';
import { colour } from '../page/palette.ts';
import type { Seen } from '../source.ts';
import type { Part } from './part.ts';
import { voteCard } from './voteCard.ts';

/** Cards of each kind. */
const shown = 12;
/** More classes than this make a matrix that nobody reads. */
const mostClasses = 30;

export const mistakes: Part = ({ seen, ensemble }) => {
  if (seen === null) return null;
  const { metrics, prediction, dataset } = seen;
  const { labels } = dataset.test;
  const rows = [...prediction.labels.keys()];
  const trueProbability = (row: number) =>
    prediction.probabilities[row * metrics.classNames.length + (labels[row] ?? 0)] ?? 0;
  const wrong = rows.filter((row) => prediction.labels[row] !== labels[row]);
  const worst = wrong.sort((a, b) => trueProbability(a) - trueProbability(b)).slice(0, shown);
  const uncertainty = entropies(prediction.probabilities, metrics.classNames.length);
  const unsure = rows.sort((a, b) => (uncertainty[b] ?? 0) - (uncertainty[a] ?? 0)).slice(0, shown);
  const card = (row: number) => voteCard(seen, ensemble, row);
  return {
    id: 'mistakes',
    short: 'Mistakes',
    title: 'Where it is wrong',
    charts: [],
    body: html`<p>${counted(wrong.length, 'mistake')} in ${whole(metrics.images)} test images. ${confusions(seen)}</p>
<div class="beside">${metrics.classNames.length <= mostClasses ? confusionMatrix(seen) : null}${classTable(seen)}</div>
${
  worst.length === 0
    ? null
    : html`<h3>The worst mistakes</h3>
<p>Wrong answers that were given with the least doubt: the true class got the smallest probability. Below each image, what every member voted.</p>
<div class="cards">${worst.map(card)}</div>`
}
<h3>The least certain images</h3>
<p>Where the probabilities are spread widest over the classes (largest entropy), whether the answer is right or not.</p>
<div class="cards">${unsure.map(card)}</div>`,
  };
};

function confusionMatrix({ metrics: { confusionMatrix: matrix, classNames } }: Seen): Html {
  const mostConfused = Math.max(1, ...matrix.flatMap((row, y) => row.filter((_, x) => x !== y)));
  const totals = matrix.map((row) =>
    Math.max(
      1,
      row.reduce((sum, count) => sum + count, 0),
    ),
  );
  return html`<div class="panel fit"><h4>Confusion matrix</h4><div class="scroll">${heatTable({
    rows: classNames,
    columns: classNames,
    corner: '',
    values: matrix,
    text: (count) => (count === 0 ? '' : whole(count)),
    strength: (count, row, column) =>
      row === column
        ? (0.35 * count) / (totals[row] ?? 1)
        : count === 0
          ? 0
          : 0.08 + 0.85 * (count / mostConfused),
    tint: (row, column) => (row === column ? null : colour('bad')),
  })}</div>
<p class="note">Rows are what images are, columns what they were taken for. Mistakes are red, the more of them the deeper.</p></div>`;
}

function classTable({ metrics: { classes, images, macro } }: Seen): Html {
  const share = (value: number | null) => (value === null ? '–' : percent(value));
  const all = { name: 'macro average', support: images, ...macro };
  return html`<div class="panel fit"><h4>Each class</h4><div class="scroll"><table>
<thead><tr><th>class</th><th class="n">images</th><th class="n">recognized</th><th class="n">precision</th><th class="n">F1</th></tr></thead>
<tbody>${[...classes, all].map(
    ({ name, support, recall, precision, f1 }) =>
      html`<tr><td>${name}</td><td class="n">${whole(support)}</td><td class="n">${share(recall)}</td><td class="n">${share(precision)}</td><td class="n">${f1 === null ? '–' : f1.toFixed(3)}</td></tr>`,
  )}</tbody></table></div>
<p class="note">Recognized (recall): of the images of a class. Precision: of the answers that name it. The macro average gives each class the same weight.</p></div>`;
}

/** The commonest confusions, in words. */
function confusions({ metrics: { confusionMatrix: matrix, classNames } }: Seen): string {
  const pairs = matrix
    .flatMap((row, y) => row.map((count, x) => ({ count, y, x })))
    .filter(({ count, x, y }) => x !== y && count > 0)
    .sort((a, b) => b.count - a.count)
    .slice(0, 3)
    .map(({ count, x, y }) => `${classNames[y]} for ${classNames[x]} (${whole(count)})`);
  return pairs.length === 0 ? 'It mistakes nothing.' : `Most often it takes ${pairs.join(', ')}.`;
}
