// One image: what it is, what the ensemble takes it for, and what each member voted.

import { argMax } from '@convoy/ensemble/internal';
import type { Ensemble } from '@convoy/ensemble/node';
import { type Html, html } from '../page/html.ts';
import { imagePicture, img } from '../pictures/picture.ts';
import type { Seen } from '../source.ts';

/** Past this many members, those who voted alike share a line. */
const mostLines = 10;

interface Vote {
  readonly who: string;
  readonly label: number;
  readonly probability: number;
}

export function voteCard({ dataset, prediction }: Seen, ensemble: Ensemble, row: number): Html {
  const { classNames } = ensemble;
  const classes = classNames.length;
  const truth = dataset.test.labels[row] ?? 0;
  const own = prediction.probabilities.subarray(row * classes, (row + 1) * classes);
  const answer = argMax(own, classes)[0] ?? 0;
  const votes = prediction.members.map((probabilities, at): Vote => {
    const theirs = probabilities.subarray(row * classes, (row + 1) * classes);
    const label = argMax(theirs, classes)[0] ?? 0;
    return { who: `member ${ensemble.members[at]?.member ?? at}`, label, probability: theirs[label] ?? 0 };
  });
  const verdict = (label: number) => (label === truth ? 'right' : 'wrong');
  const picture = imagePicture(dataset.test.images, row, dataset.imageShape);
  return html`<div class="card">${img(picture, `test image ${row}, ${classNames[truth]}`)}
<div class="line"><span><b class="${verdict(answer)}">${classNames[answer]}</b> ${certainty(own[answer] ?? 0)}</span><span class="note">no. ${row}</span></div>
${answer === truth ? 'right' : html`is ${classNames[truth]}, given ${certainty(own[truth] ?? 0)}`}
<ul>${(votes.length > mostLines ? grouped(votes) : votes).map(
    ({ who, label, probability }) =>
      html`<li><span>${/^member /.test(who) ? html`<span class="word">member </span>${who.slice(7)}` : who}</span><span class="${verdict(label)}">${classNames[label]} ${certainty(probability)}</span></li>`,
  )}</ul></div>`;
}

/** `7 members` for those who voted alike, with the mean of their probabilities. */
function grouped(votes: readonly Vote[]): Vote[] {
  return [...Map.groupBy(votes, ({ label }) => label)]
    .map(([label, alike]) => ({
      who: alike.length === 1 ? '1 member' : `${alike.length} members`,
      count: alike.length,
      label,
      probability: alike.reduce((sum, { probability }) => sum + probability, 0) / alike.length,
    }))
    .sort((a, b) => b.count - a.count);
}

/** A probability in few characters: `97.3%`, and no certainty where none is. */
export function certainty(probability: number): string {
  if (probability > 0.9995) return '>99.9%';
  if (probability < 0.0005) return '<0.1%';
  return `${(100 * probability).toFixed(1)}%`;
}
