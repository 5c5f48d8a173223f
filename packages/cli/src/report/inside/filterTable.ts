// Filters by images: how much of each filter's pattern is in each image, as the sum of its feature map.

import { whole } from '../../ui/format.ts';
import { type Html, html } from '../page/html.ts';
import { colouring, type FeatureMaps, mapPicture, reach, valueAt } from '../pictures/maps.ts';
import { imagePicture, img } from '../pictures/picture.ts';
import type { Seen } from '../source.ts';
import type { LookedLayer } from './look.ts';

const mostFilters = 6;
const mostImages = 10;

/**
 * Filters of a layer that look for different things: the one that answers most to these images, then again and again the
 * one whose maps are least like those that were chosen before. Filters that hardly answer at all are left to the end.
 */
export function differentFilters({ maps, layer }: LookedLayer, images: number, wanted: number): number[] {
  const filters = layer.outputShape[2] ?? 1;
  const rows = Array.from({ length: filters }, (_, filter) => answersOf(maps, filter, images));
  const strengths = rows.map((row) => Math.hypot(...row));
  const strongest = Math.max(...strengths);
  const likeness = (a: number, b: number) => {
    const product = (rows[a] ?? []).reduce((sum, value, i) => sum + value * (rows[b]?.[i] ?? 0), 0);
    return product / ((strengths[a] ?? 0) * (strengths[b] ?? 0) || 1);
  };
  const chosen = [strengths.indexOf(strongest)];
  while (chosen.length < Math.min(wanted, filters)) {
    const costs = rows.map((_, filter) => {
      if (chosen.includes(filter)) return Number.POSITIVE_INFINITY;
      const nearest = Math.max(...chosen.map((other) => likeness(filter, other)));
      return (strengths[filter] ?? 0) < 0.1 * strongest ? 2 + nearest : nearest;
    });
    chosen.push(costs.indexOf(Math.min(...costs)));
  }
  return chosen;
}

/** Everything that a filter answers to the images, one map after the other. */
function answersOf(maps: LookedLayer['maps'], filter: number, images: number): number[] {
  return Array.from({ length: images }, (_, at) => {
    return [...channelOf(maps(at), filter)];
  }).flat();
}

export function channelOf({ shape, values }: FeatureMaps, channel: number): Float32Array {
  const channels = shape[2] ?? 1;
  return Float32Array.from(
    { length: values.length / channels },
    (_, i) => values[i * channels + channel] ?? 0,
  );
}

export function filterTable({ dataset, examples, metrics: { classNames } }: Seen, looked: LookedLayer): Html {
  const rows = examples.slice(0, mostImages);
  const filters = differentFilters(looked, rows.length, mostFilters);
  const allMaps = rows.map((_, at) => looked.maps(at));
  const strongestOf = (filter: number) => Math.max(...allMaps.map((maps) => reach(channelOf(maps, filter))));
  const sums = filters.map((filter) => allMaps.map((maps) => sumOf(maps, filter)));
  const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);
  return html`<h3>Filters by images</h3>
<p>A feature map says how much of its filter's pattern is where. Its sum says how much of it is in the image at all: this is what tells classes apart.
Shown are ${filters.length} filters of ${looked.layer.name} that differ most in what they answer to, each row on a scale of its own.</p>
<div class="panel scroll fit"><table class="pictures">
<thead><tr><th scope="col"></th>${rows.map(
    (row) =>
      html`<th scope="col">${img(imagePicture(dataset.test.images, row, dataset.imageShape), '', 48)}${classNames[dataset.test.labels[row] ?? 0]}</th>`,
  )}<th scope="col" class="sum">sum</th></tr></thead>
<tbody>${filters.map(
    (filter, at) =>
      html`<tr><th scope="row">filter ${filter}</th>${allMaps.map(
        (maps, image) =>
          html`<td>${img(mapPicture(maps, filter, colouring(maps.values, strongestOf(filter))), `filter ${filter}`, 48)}${whole(sums[at]?.[image] ?? 0)}</td>`,
      )}<td class="sum">${whole(total(sums[at] ?? []))}</td></tr>`,
  )}
<tr><th scope="row" class="sum">sum</th>${rows.map((_, image) => html`<td class="sum">${whole(total(sums.map((row) => row[image] ?? 0)))}</td>`)}<td class="sum">${whole(total(sums.flat()))}</td></tr>
</tbody></table></div>`;
}

function sumOf(maps: FeatureMaps, filter: number): number {
  const [height = 1, width = 1] = maps.shape;
  let sum = 0;
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) sum += valueAt(maps, y, x, filter);
  return sum;
}
