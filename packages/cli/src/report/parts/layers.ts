// The lecture's pictures, on the user's own data: filters, what they find, and how a value of a feature map comes about.

import { layerOutputs } from '@convoy/core';
import { workedConvolution } from '../inside/convolution.ts';
import { featureMapsByImage } from '../inside/featureMaps.ts';
import { firstFilters } from '../inside/filters.ts';
import { channelOf, differentFilters, filterTable } from '../inside/filterTable.ts';
import {
  firstNetwork,
  imagesOf,
  type LookedLayer,
  lookInto,
  mapsOf,
  type Network,
  shownLayers,
} from '../inside/look.ts';
import { type Html, html } from '../page/html.ts';
import { reach } from '../pictures/maps.ts';
import type { Seen } from '../source.ts';
import type { Part } from './part.ts';

export const layers: Part = async ({ seen, ensemble }) => {
  const network = firstNetwork(ensemble);
  const { shown, omitted } = shownLayers(network.model);
  const first = shown.find(({ spec }) => spec.type === 'Conv2D');
  const kernel = first && network.weights.get(`${first.name}/kernel`);
  const filters = first && kernel ? firstFilters(first, kernel) : null;
  const shared = { id: 'layers', short: 'Inside', title: 'What the network sees', charts: [] };
  if (seen === null) return filters === null ? null : { ...shared, body: filters };

  const images = imagesOf(seen.dataset, seen.examples);
  const looked = await lookInto(network, shown, images);
  const firstLooked = looked.find(({ layer }) => layer === first);
  return {
    ...shared,
    body: html`<p>The layers of member ${network.member}, and what they make of one test image of each class.${
      first ? '' : ' This network has no convolution, so there are no filters and no feature maps to show.'
    }</p>
${filters}
${featureMapsByImage(seen, looked, omitted, firstLooked ? await workedByImage(seen, network, firstLooked, images) : [])}
${firstLooked ? filterTable(seen, firstLooked) : null}`,
  };
};

/** For each example image, one value of the first convolution's maps worked out by hand. */
async function workedByImage(
  seen: Seen,
  network: Network,
  { layer, maps }: LookedLayer,
  images: Uint8Array,
): Promise<(Html | null)[]> {
  const { spec, inputShape } = layer;
  const kernel = network.weights.get(`${layer.name}/kernel`);
  if (spec.type !== 'Conv2D' || kernel === undefined) return [];
  const inputs = await inputsOf(seen, network, layer.name, images);
  const bias = network.weights.get(`${layer.name}/bias`) ?? null;
  // Not the strongest filter of all, which often shows the image as it is, but the strongest of those unlike it.
  const [first = 0, ...others] = differentFilters({ layer, maps }, seen.examples.length, 6);
  return seen.examples.map((_, at) => {
    const answer = (filter: number) => reach(channelOf(maps(at), filter));
    const filter = others.reduce(
      (best, other) => (answer(other) > answer(best) ? other : best),
      others[0] ?? first,
    );
    const input = { shape: inputShape, values: inputs(at) };
    return workedConvolution({ layer, spec, kernel, bias, input, output: maps(at) }, filter);
  });
}

/** What a layer sees of each image: its pixels as numbers, or the output of the layer before it. */
async function inputsOf(
  { dataset }: Seen,
  { model, weights }: Network,
  name: string,
  images: Uint8Array,
): Promise<(at: number) => Float32Array> {
  const [height, width, channels] = dataset.imageShape;
  const before = model.layers[model.layers.findIndex((layer) => layer.name === name) - 1]?.name;
  if (before !== undefined) {
    const output = (await layerOutputs(model, weights, images, { layers: [before] })).get(before);
    if (output) return (at) => mapsOf(output, at).values;
  }
  const { mean, standardDeviation } = model.normalization ?? {};
  const size = height * width * channels;
  return (at) =>
    Float32Array.from(
      images.subarray(at * size, (at + 1) * size),
      (byte, i) => (byte / 255 - (mean?.[i % channels] ?? 0)) / (standardDeviation?.[i % channels] ?? 1),
    );
}
