// The lecture's pictures, on the user's own data: filters, what they find, and how a value of a feature map comes about.

import { layerOutputs } from '@convoy/core';
import { type Convolution, workedConvolution } from '../inside/convolution.ts';
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
import { html } from '../page/html.ts';
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
${firstLooked ? await worked(seen, network, firstLooked, images) : null}
${featureMapsByImage(seen, looked, omitted)}
${firstLooked ? filterTable(seen, firstLooked) : null}`,
  };
};

async function worked(seen: Seen, network: Network, { layer, maps }: LookedLayer, images: Uint8Array) {
  const { spec, inputShape } = layer;
  const kernel = network.weights.get(`${layer.name}/kernel`);
  if (spec.type !== 'Conv2D' || kernel === undefined) return null;
  const convolution: Convolution = {
    layer,
    spec,
    kernel,
    bias: network.weights.get(`${layer.name}/bias`) ?? null,
    input: { shape: inputShape, values: await inputOf(seen, network, layer.name, images) },
    output: maps(seen.shown),
  };
  // Not the filter that is strongest of all, which often shows the image as it is, but the strongest here of those unlike it.
  const [first = 0, ...others] = differentFilters({ layer, maps }, seen.examples.length, 6);
  const answer = (filter: number) => reach(channelOf(maps(seen.shown), filter));
  const filter = others.reduce(
    (best, other) => (answer(other) > answer(best) ? other : best),
    others[0] ?? first,
  );
  return workedConvolution(convolution, filter);
}

/** What a layer sees of the image that is shown: the image as numbers, or what the layer before it made of it. */
async function inputOf(
  seen: Seen,
  network: Network,
  name: string,
  images: Uint8Array,
): Promise<Float32Array> {
  const [height, width, channels] = seen.dataset.imageShape;
  const size = height * width * channels;
  const image = images.subarray(seen.shown * size, (seen.shown + 1) * size);
  const at = network.model.layers.findIndex((layer) => layer.name === name);
  const before = network.model.layers[at - 1]?.name;
  if (before !== undefined) {
    const outputs = await layerOutputs(network.model, network.weights, image, { layers: [before] });
    const output = outputs.get(before);
    if (output) return mapsOf(output, 0).values;
  }
  const { mean, standardDeviation } = network.model.normalization ?? {};
  return Float32Array.from(
    image,
    (byte, i) => (byte / 255 - (mean?.[i % channels] ?? 0)) / (standardDeviation?.[i % channels] ?? 1),
  );
}
