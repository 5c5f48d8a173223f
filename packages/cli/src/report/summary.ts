// The head of a report: what was trained, and the metrics that matter first.

import { counted, duration, percent, whole } from '../ui/format.ts';
import { type Html, html } from './page/html.ts';
import { themeButton } from './page/page.ts';
import type { ReportSource } from './source.ts';

export function reportTitle({ manifest }: ReportSource): string {
  const { configuration, dataset } = manifest;
  return `${configuration.model.name ?? 'custom network'} on ${dataset.name}`;
}

export function reportHeader(source: ReportSource): Html {
  const { manifest, run, ensemble, whyUnseen } = source;
  return html`<div class="top"><div><p class="kind">Convoy report</p><h1>${reportTitle(source)}</h1></div>${themeButton}</div>
<p class="what">${counted(ensemble.members.length, 'member')}, seed ${manifest.configuration.seed} · ${run}</p>
<div class="tiles">${tiles(source).map(
    ([figure, meaning], at) =>
      html`<div class="tile${at === 0 ? ' main' : ''}"><b>${figure}</b><span>${meaning}</span></div>`,
  )}</div>
${whyUnseen && html`<p class="missing">${whyUnseen}</p>`}`;
}

function tiles(source: ReportSource): (readonly [string, string])[] {
  const { manifest, ensemble, seen } = source;
  const total = seen?.metrics.ensemble ?? manifest.result?.ensemble ?? null;
  const alone = ensemble.members.reduce((sum, { accuracy }) => sum + accuracy, 0) / ensemble.members.length;
  const { testImages } = manifest.dataset;
  const rate = imagesPerSecondOf(source);
  const isEnsemble = ensemble.members.length > 1;
  const views = manifest.result?.ensemble?.testTimeAugmentation;
  return [
    ...(total
      ? ([
          [percent(total.accuracy), isEnsemble ? 'test accuracy of the ensemble' : 'test accuracy'],
          ...(views ? [[percent(views.accuracy), 'over several views of each image'] as const] : []),
          ...(isEnsemble ? [[percent(alone), 'mean member'] as const] : []),
          [whole(Math.round((1 - total.accuracy) * testImages)), `wrong of ${whole(testImages)} test images`],
          [total.nll.toFixed(4), 'NLL, nats'],
        ] as const)
      : []),
    ...(manifest.result ? [[duration(manifest.result.seconds), 'training time'] as const] : []),
    // Six fill a row, and the run's own section has it too.
    ...(rate === null || views ? [] : [[whole(rate), 'training images per second'] as const]),
  ];
}

/** All members together, over the whole run; null of a run that was cut off. */
export function imagesPerSecondOf({
  manifest,
  histories,
}: Pick<ReportSource, 'manifest' | 'histories'>): number | null {
  if (!manifest.result || manifest.result.seconds === 0) return null;
  const epochs = histories.reduce((sum, { history }) => sum + history.length, 0);
  return (epochs * manifest.dataset.trainingImages) / manifest.result.seconds;
}
