// The layers of a Keras model in the order in which they compute, with the place of their weights. Models may hold
// models; what is not a chain is refused.

import * as z from 'zod/mini';
import { corrupt, unsupported } from '../errors.ts';
import { partNames } from './names.ts';

/** Models in models in models: more than anyone writes. */
const deepest = 4;
const mostLayers = 1000;

export const layerSchema = z.object({
  class_name: z.string(),
  name: z.optional(z.string()),
  config: z.looseObject({}),
  inbound_nodes: z.optional(z.array(z.unknown())),
});
type LayerConfig = z.infer<typeof layerSchema>;

const layersSchema = z.looseObject({
  name: z.optional(z.string()),
  layers: z.array(layerSchema).check(z.maxLength(mostLayers)),
  build_input_shape: z.optional(z.unknown()),
});

/** A layer, and the group of the file of weights that holds its variables. */
export interface ChainLayer {
  readonly className: string;
  readonly name: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly group: string;
}

interface Part extends ChainLayer {
  /** Names of the layers whose outputs it takes. */
  readonly inputs: readonly string[];
}

/** What a model ends with: chains of layers, and how they become one. */
export interface Chains {
  readonly chains: readonly (readonly ChainLayer[])[];
  /** One per chain; null for a mean, and where there is one chain. */
  readonly weights: readonly number[] | null;
}

/** @throws {InteropError} `unsupported-operation` if the model is neither a chain nor a mean of chains */
export function chainsOf(model: LayerConfig): Chains {
  const parts = partsOf(model, '');
  const last = parts.at(-1);
  if (last?.className !== 'Average' && last?.className !== 'Add') {
    return { chains: [chainTo(parts, last, 0)], weights: null };
  }
  const ends = last.inputs.map((name) => partOf(parts, name));
  if (last.className === 'Average')
    return { chains: ends.map((end) => chainTo(parts, end, 0)), weights: null };
  const scales = ends.map(({ className, config }) => (className === 'Rescaling' ? config.scale : null));
  const weights = scales.map((scale) => (typeof scale === 'number' && scale >= 0 ? scale : Number.NaN));
  if (weights.some(Number.isNaN) || Math.abs(weights.reduce((a, b) => a + b, 0) - 1) > 1e-6) {
    throw unsupported(`layer ${last.name} (Add)`, 'expected a sum with weights of sum 1, as of an ensemble');
  }
  return { chains: ends.map((end) => chainTo(parts, partOf(parts, end.inputs[0] ?? ''), 0)), weights };
}

/** A model's layers; the last is the one that gives its output. */
function partsOf({ class_name, config, name }: LayerConfig, prefix: string): readonly Part[] {
  const isModel = class_name === 'Sequential' || class_name === 'Functional';
  if (!isModel)
    throw unsupported(`model ${name ?? ''} (${class_name})`, 'expected a Sequential or Functional model');
  const parsed = layersSchema.safeParse(config);
  if (!parsed.success) throw corrupt(`config.json: ${z.prettifyError(parsed.error)}`);
  const nameOf = partNames();
  let before = '';
  const parts = parsed.data.layers.map((layer): Part => {
    const own = typeof layer.config.name === 'string' ? layer.config.name : (layer.name ?? '');
    const inputs =
      class_name === 'Sequential' ? (before === '' ? [] : [before]) : historyOf(layer.inbound_nodes ?? []);
    before = own;
    const group = `${prefix}layers/${nameOf(layer.class_name)}`;
    return { className: layer.class_name, name: own, config: layer.config, group, inputs };
  });
  if (class_name === 'Sequential') return parts;
  const output = outputOf(config.output_layers);
  return [...parts.filter((part) => part.name !== output), ...parts.filter((part) => part.name === output)];
}

/** From the input to a layer, with the layers of models in between in place of the models. */
function chainTo(parts: readonly Part[], end: Part | undefined, depth: number): readonly ChainLayer[] {
  if (depth > deepest) throw corrupt(`config.json: models within models, more than ${deepest} deep`);
  const chain: ChainLayer[] = [];
  for (let part = end, steps = 0; part !== undefined; steps++) {
    if (steps > parts.length) throw corrupt(`config.json: ${part.name} is computed from itself`);
    const isModel = part.className === 'Sequential' || part.className === 'Functional';
    if (isModel) {
      const inner = partsOf(
        { class_name: part.className, name: part.name, config: part.config },
        `${part.group}/`,
      );
      const within = chainTo(inner, inner.at(-1), depth + 1);
      // The input of a model within is what comes before it.
      chain.unshift(...within.filter(({ className }) => className !== 'InputLayer'));
      if (part.inputs.length === 0)
        chain.unshift(...within.filter(({ className }) => className === 'InputLayer'));
    } else chain.unshift(part);
    const [only] = part.inputs;
    if (part.inputs.length > 1) {
      throw unsupported(
        `layer ${part.name} (${part.className})`,
        `expected one input, got ${part.inputs.length}`,
      );
    }
    part = only === undefined ? undefined : partOf(parts, only);
  }
  return chain;
}

function partOf(parts: readonly Part[], name: string): Part {
  const found = parts.find((part) => part.name === name);
  if (found === undefined) throw corrupt(`config.json: there is no layer ${name}`);
  return found;
}

const tensorSchema = z.object({
  config: z.object({ keras_history: z.tuple([z.string(), z.number(), z.number()]) }),
});
const nodeSchema = z.object({ args: z.array(z.union([tensorSchema, z.array(tensorSchema)])) });

/** Names of the layers that give a layer its inputs. */
function historyOf(nodes: readonly unknown[]): readonly string[] {
  if (nodes.length === 0) return [];
  if (nodes.length > 1) throw unsupported('config.json', 'a layer is used more than once');
  const node = nodeSchema.safeParse(nodes[0]);
  if (!node.success)
    throw unsupported('config.json', 'a layer is called with more than the output of others');
  return node.data.args.flat().map(({ config: { keras_history } }) => keras_history[0]);
}

/** `['dense', 0, 0]`, or a list with one of it. */
function outputOf(layers: unknown): string {
  const outputs: readonly unknown[] = Array.isArray(layers) ? layers : [];
  const [first, ...more] = outputs;
  if (typeof first === 'string') return first;
  if (Array.isArray(first) && typeof first[0] === 'string' && more.length === 0) return first[0];
  throw unsupported('config.json', `expected one output, got ${outputs.length}`);
}
