// What a small shift of an image changes: the feature maps all over, the pooled maps less, the prediction hardly.

import { argMax } from '@convoy/ensemble/internal';
import type { Chart, Trace } from '../charts/chart.ts';
import { chartFigure } from '../charts/chartFigure.ts';
import { differentFilters } from '../inside/filterTable.ts';
import { firstNetwork, imagesOf, type LookedLayer, lookInto, shownLayers } from '../inside/look.ts';
import { breakable, type Html, html } from '../page/html.ts';
import { colour } from '../page/palette.ts';
import { colouring, type FeatureMaps, mapPicture, reach } from '../pictures/maps.ts';
import { imagePicture, img } from '../pictures/picture.ts';
import { shiftRight } from '../robustness/distort.ts';
import type { Seen } from '../source.ts';
import type { Part } from './part.ts';
import { certainty } from './voteCard.ts';

const shifts = [0, 1, 2, 3, 4] as const;
/** Images that the chart is the mean of. */
const mostImages = 50;

export const shift: Part = async ({ seen, ensemble }) => {
  if (seen === null) return null;
  const network = firstNetwork(ensemble);
  const { shown } = shownLayers(network.model);
  const { dataset } = seen;
  const count = Math.min(mostImages, seen.affordableImages, dataset.test.count);
  // The image that is shown comes first.
  const rows = [
    ...new Set([
      ...seen.examples.slice(seen.shown, seen.shown + 1),
      ...Array.from({ length: count }, (_, row) => row),
    ]),
  ];
  const images = imagesOf(dataset, rows);
  const size = images.length / rows.length;
  const shifted = new Uint8Array(shifts.length * images.length);
  for (const [at, pixels] of shifts.entries())
    shifted.set(shiftRight(images, dataset.imageShape, pixels), at * images.length);
  const looked = await lookInto(network, shown, shifted);
  const chart = changeChart(looked, rows.length);
  const one = Uint8Array.from(
    { length: shifts.length * size },
    (_, i) => shifted[Math.floor(i / size) * images.length + (i % size)] ?? 0,
  );
  return {
    id: 'shift',
    short: 'Shift',
    title: 'What a shift changes',
    charts: [chart],
    body: html`<p>The same image, moved to the right by 0 to 4 pixels. A feature map records exactly where a feature is, so it moves along and most of its
values change. Pooling keeps only the largest value of each window: of a small move it sees less, and the answer at the end should not change at all.</p>
<div class="beside"><div class="panel fit"><h4>One image, moved</h4><div class="scroll">${pictureTable(seen, looked, one, rows.length)}</div></div>
<div class="rest">${chartFigure(chart)}</div></div>`,
  };
};

/** Of an image's maps before and after: 0 where they are the same, 1 where they have nothing in common. */
function change(before: FeatureMaps, after: FeatureMaps): number {
  let different = 0;
  let all = 0;
  before.values.forEach((value, i) => {
    const other = after.values[i] ?? 0;
    different += Math.abs(value - other);
    all += Math.max(Math.abs(value), Math.abs(other));
  });
  return all === 0 ? 0 : Math.min(1, different / all);
}

const hues = ['orange', 'blue', 'violet', 'teal', 'pink', 'muted', 'bad', 'good'] as const;

function changeChart(looked: readonly LookedLayer[], images: number): Chart {
  const depths = looked.map(({ layer }) => layer.name);
  return {
    id: 'chart-shift-layers',
    title: 'How much of each layer changes',
    caption: `Mean over ${images} test images. 0%: the layer's values are what they were; 100%: nothing of them is left at its place (sum of the differences over the sum of the larger values).`,
    traces: looked.map(({ maps }, depth): Trace => {
      const y = shifts.map((_, at) => {
        let sum = 0;
        for (let n = 0; n < images; n++) sum += change(maps(n), maps(at * images + n));
        return sum / images;
      });
      const isPooled = /Pooling2D$/.test(looked[depth]?.layer.spec.type ?? '');
      const hue = colour(hues[depth % hues.length] ?? 'blue');
      return {
        mode: 'lines+markers',
        name: depths[depth] ?? '',
        x: shifts,
        y,
        line: { color: hue, width: 2, ...(isPooled && { dash: 'dash' }) },
        marker: { color: hue, size: 6 },
        hovertemplate: `%{x} px: %{y:.0%}<extra>${depths[depth]}</extra>`,
      };
    }),
    x: { title: 'shift (pixels to the right)', dtick: 1 },
    y: { title: 'change', tickformat: '.0%', range: [0, 1.03], dtick: 0.2 },
    height: 380,
  };
}

/** Image, one map, its pooled map, the change of every layer, and the answer: a column for each shift. */
function pictureTable(
  { dataset, metrics: { classNames } }: Seen,
  looked: readonly LookedLayer[],
  images: Uint8Array,
  stride: number,
): Html {
  const at = (index: number) => index * stride;
  const convolution = looked.find(({ layer }) => layer.spec.type === 'Conv2D');
  const pooling = looked.find(
    ({ layer }) => /Pooling2D$/.test(layer.spec.type) && layer.outputShape.length === 3,
  );
  const filter = convolution ? (differentFilters(convolution, 1, 1)[0] ?? 0) : 0;
  const last = looked.at(-1);
  const mapRow = ({ maps, layer }: LookedLayer) =>
    html`<tr><th scope="row">${breakable(layer.name)}, map ${filter}</th>${shifts.map(
      (_, index) =>
        html`<td>${img(mapPicture(maps(at(index)), filter, colouring(maps(at(index)).values, reach(maps(0).values))), `shifted by ${index}`, 64)}</td>`,
    )}</tr>`;
  return html`<table class="pictures">
<thead><tr><th scope="col">shift</th>${shifts.map((pixels) => html`<th scope="col">${pixels} px</th>`)}</tr></thead>
<tbody><tr><th scope="row">image</th>${shifts.map((_, index) => html`<td>${img(imagePicture(images, index, dataset.imageShape), '', 64)}</td>`)}</tr>
${convolution ? mapRow(convolution) : null}${pooling ? mapRow(pooling) : null}
<tr><th scope="row" colspan="6" class="sum">How much of each layer changes</th></tr>
${looked
  .slice(0, -1)
  .map(
    ({ layer, maps }) =>
      html`<tr><th scope="row">${breakable(layer.name)}</th>${shifts.map((_, index) => html`<td>${Math.round(100 * change(maps(0), maps(at(index))))}%</td>`)}</tr>`,
  )}
${
  last &&
  html`<tr><th scope="row" class="sum">prediction</th>${shifts.map((_, index) => {
    const { values } = last.maps(at(index));
    const label = argMax(values, classNames.length)[0] ?? 0;
    return html`<td class="sum">${classNames[label]} ${certainty(values[label] ?? 0)}</td>`;
  })}</tr>`
}</tbody></table>`;
}
