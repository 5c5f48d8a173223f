// Each member's metrics, and the ensemble's below them.

import { percent, whole } from '../../ui/format.ts';
import { stoppingPoint } from '../gather/stoppingPoint.ts';
import { type Html, html } from '../page/html.ts';
import type { ReportSource } from '../source.ts';

export function memberTable({ manifest, histories, ensemble, seen }: ReportSource): Html {
  const trainedImages = manifest.dataset.trainingImages;
  const measured = new Map(seen?.metrics.members.map((metrics) => [metrics.member, metrics]));
  const total = seen?.metrics.ensemble ?? manifest.result?.ensemble ?? null;
  const views = manifest.result?.ensemble?.testTimeAugmentation;
  const viewsOf = new Map(
    manifest.result?.members.map(({ member, testTimeAugmentation }) => [member, testTimeAugmentation]),
  );
  return html`<table>
<thead><tr><th>member</th><th class="n">test accuracy</th><th class="n">NLL</th>${views ? html`<th class="n">over views</th>` : null}${seen ? html`<th class="n">calib. error</th>` : null}
<th class="n">epochs</th><th class="n">kept epoch</th><th class="n">images/s</th><th class="n">seconds</th><th class="n">seed</th></tr></thead>
<tbody>${ensemble.members.map(({ member, accuracy, nll, epochs, seed }) => {
    const history = histories.find((one) => one.member === member);
    return html`<tr><td>${member}</td><td class="n">${percent(accuracy)}</td><td class="n">${nll.toFixed(4)}</td>
${views ? html`<td class="n">${percent(viewsOf.get(member)?.accuracy ?? 0)}</td>` : null}
${seen ? html`<td class="n">${eceText(measured.get(member)?.ece)}</td>` : null}<td class="n">${epochs}</td>
<td class="n">${history ? stoppingPoint(history, manifest.configuration).kept : '–'}</td>
<td class="n">${history ? whole(imagesPerSecond(history.history, trainedImages)) : '–'}</td>
<td class="n">${history ? history.seconds.toFixed(1) : '–'}</td><td class="n mono">${seed.slice(0, 8)}…</td></tr>`;
  })}
${
  total &&
  html`<tr class="sum"><td>ensemble</td><td class="n">${percent(total.accuracy)}</td><td class="n">${total.nll.toFixed(4)}</td>
${views ? html`<td class="n">${percent(views.accuracy)}</td>` : null}
${seen ? html`<td class="n">${eceText(seen.metrics.ensemble.ece)}</td>` : null}<td colspan="5"></td></tr>`
}</tbody>
</table>`;
}

function eceText(ece: number | undefined): string {
  return ece === undefined ? '–' : percent(ece);
}

/** While training, validation of each epoch included. */
export function imagesPerSecond(
  history: readonly { readonly seconds: number }[],
  trainingImages: number,
): number {
  const seconds = history.reduce((sum, epoch) => sum + epoch.seconds, 0);
  return seconds === 0 ? 0 : (history.length * trainingImages) / seconds;
}
