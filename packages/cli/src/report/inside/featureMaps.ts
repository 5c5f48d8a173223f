// The feature maps of each layer for an image that the reader chooses, down to the answer.

import { type Html, html } from '../page/html.ts';
import { certainty } from '../parts/voteCard.ts';
import { colouring, type FeatureMaps, mapStrips, strips } from '../pictures/maps.ts';
import { imagePicture, img } from '../pictures/picture.ts';
import type { Seen } from '../source.ts';
import type { LookedLayer } from './look.ts';
import { shownWidth } from './scale.ts';

/** Maps shown of one layer. */
const mostMaps = 64;
const mostUnits = 512;
/** As wide as two strips of maps. */
const unitsPerStrip = 32;

export function featureMapsByImage(
  { dataset, examples, shown: chosen, metrics: { classNames } }: Seen,
  layers: readonly LookedLayer[],
  omitted: number,
  worked: readonly (Html | null)[],
): Html {
  const nameOf = (row: number) => classNames[dataset.test.labels[row] ?? 0] ?? '';
  return html`<h3>Feature maps of each layer</h3>
<p>Choose an image; everything in this panel follows. Every map shows where in the image its filter found what it looks for, from dark (not at all) to bright (as strong as anywhere in
that layer). Pooled maps are the same, at a lower resolution.${omitted > 0 ? ` ${omitted} layers in between are left out.` : ''}</p>
<div class="panel">
<div class="picker" role="group" aria-label="Image">${examples.map(
    (row, at) =>
      html`<button type="button" data-shows="maps-${at}" aria-pressed="${at === chosen ? 'true' : 'false'}">${img(imagePicture(dataset.test.images, row, dataset.imageShape), '')}${nameOf(row)}</button>`,
  )}</div>
${examples.map(
  (row, at) =>
    html`<div id="maps-${at}" ${at === chosen ? '' : 'hidden'}>${worked[at] ?? null}${layers.map((looked) =>
      layerRow(looked, at, classNames),
    )}<p class="note">Test image no. ${row}, of class ${nameOf(row)}.</p></div>`,
)}
</div>`;
}

function layerRow({ layer, maps }: LookedLayer, at: number, classNames: readonly string[]): Html {
  const own = maps(at);
  const isAnswer = layer.outputShape.length === 1 && own.values.length === classNames.length;
  return html`<div class="layer"><div><h4>${layer.name}</h4><div class="note">${describe(layer, own)}</div></div>
${isAnswer ? answer(own, classNames) : layer.outputShape.length === 3 ? tiles(own, layer.name) : units(own, layer.name)}</div>`;
}

function describe({ spec, outputShape }: LookedLayer['layer'], { values }: FeatureMaps): Html {
  const [height = 1, width, channels] = outputShape;
  const activation = 'activation' in spec ? spec.activation : 'linear';
  const zeros = values.reduce((count, value) => count + (value === 0 ? 1 : 0), 0) / values.length;
  const kind = spec.type === 'Conv2D' ? 'feature maps' : 'pooled maps';
  const lines = [
    channels === undefined ? `${height} units` : `${channels} ${kind}`,
    channels === undefined ? '' : `${height} × ${width}`,
    activation === 'linear' ? '' : String(activation),
    zeros > 0.005 ? `${Math.round(zeros * 100)}% are 0` : '',
    (channels ?? 0) > mostMaps ? `the first ${mostMaps} shown` : '',
  ];
  return html`${lines.filter(Boolean).map((line) => html`${line}<br>`)}`;
}

function tiles(maps: FeatureMaps, name: string): Html {
  const channels = maps.shape[2] ?? 1;
  const shown = Array.from({ length: Math.min(channels, mostMaps) }, (_, channel) => channel);
  return html`<div class="maps">${mapStrips(maps, shown).map(
    (strip) => html`<div class="strip">${img(strip, `maps of ${name}`, shownWidth(strip, 46))}</div>`,
  )}</div>`;
}

/** A dense layer's units, a square each. */
function units({ values }: FeatureMaps, name: string): Html {
  const colour = colouring(values);
  return html`<div class="maps">${strips(
    Math.min(values.length, mostUnits),
    1,
    1,
    (unit) => colour(values[unit] ?? 0),
    { perStrip: unitsPerStrip },
  ).map(
    (strip) => html`<div class="strip">${img(strip, `units of ${name}`, shownWidth(strip, 18))}</div>`,
  )}</div>`;
}

/** The last layer: a bar for each class. */
function answer({ values }: FeatureMaps, classNames: readonly string[]): Html {
  const rows = classNames
    .map((name, at) => ({ name, probability: values[at] ?? 0 }))
    .sort((a, b) => b.probability - a.probability)
    .slice(0, 5);
  return html`<table class="bars">${rows.map(
    ({ name, probability }) =>
      html`<tr><th scope="row">${name}</th><td><span class="bar" style="width:${Math.max(1, Math.round(160 * probability))}px"></span> ${certainty(probability)}</td></tr>`,
  )}</table>`;
}
