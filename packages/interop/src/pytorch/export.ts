// The ensemble as a Python program: `nn.Module`s that a person can read, and their weights in a file beside it.

import type { Combination, CombinationName } from '@convoy/ensemble';
import type { Ensemble } from '@convoy/ensemble/node';
import { type Network, type NetworkSet, networksOf } from '../network.ts';
import { safetensorsOf } from '../safetensors/export.ts';
import { helpers, normalize } from './helpers.ts';
import { modulesOf } from './modules.ts';

/** Options for `exportPytorch`. */
export interface PytorchOptions {
  /** Export one member alone, by its number. @default all of them, combined */
  readonly member?: number;
  /** The name under which the weights will lie beside the program. @default 'model.safetensors' */
  readonly weightsName?: string;
}

/** The two files that `exportPytorch` gives. */
export interface PytorchFiles {
  /** Python: `load()` gives a `nn.Module` that takes `[batch, height, width, channels]` with pixel values 0–255. */
  readonly program: string;
  /** safetensors, to be saved beside the program under `weightsName`. */
  readonly weights: Uint8Array;
}

/**
 * A Python program with the same networks and the same combination, and its weights. The program needs PyTorch and
 * safetensors.
 * @throws {InteropError} `invalid-option` if there is no such member
 */
export function exportPytorch(
  ensemble: Ensemble,
  { member, weightsName = 'model.safetensors' }: PytorchOptions = {},
): PytorchFiles {
  const set = networksOf(ensemble, member);
  return { program: programOf(set, weightsName), weights: safetensorsOf(set) };
}

function programOf(set: NetworkSet, weightsName: string): string {
  const [height, width, channels] = set.imageShape;
  const factories = new Map<string, { name: string; code: string }>();
  const used = new Set<keyof typeof helpers>();
  const members = set.networks.map((network) => {
    const { code, helpers } = factoryOf(network);
    for (const helper of helpers) used.add(helper);
    const factory = factories.get(code) ?? { name: `network_${factories.size + 1}`, code };
    factories.set(code, factory);
    return `                "${network.member}": ${factory.name}(),`;
  });
  const count = set.networks.length;
  const needsFunctional = used.has('AveragePoolInside') || set.combination.method === 'vote';
  return `"""${docstring(set, count)}

Written by \`convoy export\`. Its weights are in ${JSON.stringify(weightsName)}, beside this file.

    python THIS_FILE images.npy    # [batch, ${height}, ${width}, ${channels}], pixel values 0-255
"""

import sys
from collections import OrderedDict
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import nn
${needsFunctional ? 'from torch.nn import functional as F\n' : ''}
CLASS_NAMES = ${pythonList(set.classNames)}


${[normalize, ...[...used].map((name) => helpers[name])].join('\n\n')}

${[...factories.values()].map(({ name, code }) => `def ${name}():\n${code}`).join('\n\n')}

class Ensemble(nn.Module):
    """Class probabilities [batch, ${set.classNames.length}] of images [batch, ${height}, ${width}, ${channels}] with pixel values 0-255."""

    def __init__(self):
        super().__init__()
        self.members = nn.ModuleDict(
            {
${members.join('\n')}
            }
        )

    def forward(self, images):
        x = images.permute(0, 3, 1, 2).float()
        members = torch.stack([member(x) for member in self.members.values()])
${combinationOf(set.combination)}

def load(weights=Path(__file__).with_name(${JSON.stringify(weightsName)})):
    """The ensemble with its weights, ready to predict."""
    model = Ensemble()
    model.load_state_dict(load_file(weights))
    return model.eval()


def main():
    import numpy

    images = torch.from_numpy(numpy.load(sys.argv[1]))
    with torch.inference_mode():
        probabilities = load()(images)
    for row in probabilities:
        label = int(row.argmax())
        print(f"{CLASS_NAMES[label]} {float(row[label]):.4f}")


if __name__ == "__main__":
    main()
`;
}

function docstring({ name, classNames }: NetworkSet, count: number): string {
  const word = name.replace(/[\\"]/g, "'");
  const what = count === 1 ? 'one network' : `an ensemble of ${count} networks`;
  return `${word}: ${what} for ${classNames.length} classes.`;
}

/** The body of a function that makes the network of a member. */
function factoryOf({ structure }: Network) {
  const { mean, standardDeviation } = structure.config.normalization;
  const { modules, helpers } = modulesOf(structure);
  const lines = modules.map(({ name, code }) => `                ("${name}", ${code}),`);
  const code = `    return nn.Sequential(
        OrderedDict(
            [
                ("normalize", Normalize(${floats(mean)}, ${floats(standardDeviation)})),
${lines.join('\n')}
            ]
        )
    )
`;
  return { code, helpers };
}

function combinationOf({ method, weights = [], temperature }: Combination): string {
  const ways: Readonly<Record<CombinationName, readonly string[]>> = {
    mean: ['probabilities = members.mean(dim=0)'],
    vote: [
      '# One ballot per member, and one more that is split as the mean is.',
      'ballots = F.one_hot(members.argmax(dim=2), members.shape[2]).sum(dim=0)',
      'probabilities = (members.mean(dim=0) + ballots) / (len(members) + 1)',
    ],
    greedy: [
      `weights = torch.tensor(${floats(weights)}, device=members.device).view(-1, 1, 1)`,
      'probabilities = (weights * members).sum(dim=0)',
    ],
  };
  const result =
    temperature === undefined
      ? 'return probabilities'
      : `return torch.softmax(probabilities.log() / ${temperature}, dim=1)`;
  return [...ways[method], result, ''].map((line) => (line === '' ? '' : `        ${line}`)).join('\n');
}

function floats(values: readonly number[]): string {
  const float = (value: number) => (Number.isInteger(value) ? value.toFixed(1) : String(value));
  return `[${values.map(float).join(', ')}]`;
}

/** JSON's strings are Python's, too. */
function pythonList(values: readonly string[]): string {
  const line = `[${values.map((value) => JSON.stringify(value)).join(', ')}]`;
  if (line.length < 100) return line;
  return `[\n${values.map((value) => `    ${JSON.stringify(value)},\n`).join('')}]`;
}
