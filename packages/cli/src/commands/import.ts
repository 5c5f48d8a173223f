// `convoy import`: networks of other tools as a run.

import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import type { Dataset, SequentialConfig } from '@convoy/core';
import type { Imported, ImportOptions } from '@convoy/interop';
import type { Command } from 'commander';
import { failure, usageError } from '../errors.ts';
import { percent } from '../ui/format.ts';
import { print, printJson } from '../ui/output.ts';
import { examples } from './examples.ts';

interface Flags {
  readonly out: string;
  readonly layers?: string;
  readonly classNames?: string;
  readonly dataset?: string;
  readonly dataDir?: string;
  readonly mean?: string;
  readonly std?: string;
  readonly pixelRange?: string;
  readonly overwrite?: boolean;
  readonly json?: boolean;
}

export function importFiles(program: Command): void {
  program
    .command('import')
    .description('Make a run of networks from ONNX, Keras or safetensors files.')
    .argument('<file...>', '.onnx, .keras or .safetensors; several become members of one ensemble')
    .requiredOption('--out <run>', 'run directory to write')
    .option('--layers <file>', 'JSON with inputShape and layers, for safetensors that Convoy did not write')
    .option('--class-names <names>', 'names of the labels, separated by commas')
    .option(
      '--dataset <name>',
      'dataset, or a folder of images, that the networks were trained on: measures them',
    )
    .option('--data-dir <folder>', "where datasets lie (default: $CONVOY_DATA, then the user's cache)")
    .option('--mean <numbers>', 'mean per channel that was subtracted from pixel / 255', '0')
    .option('--std <numbers>', 'standard deviation per channel that pixels were then divided by', '1')
    .option(
      '--pixel-range <largest>',
      'largest pixel value, 1 or 255, for networks that scale pixels themselves',
    )
    .option('--overwrite', 'replace what was imported to the same place')
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      examples(
        'convoy import digits.onnx --out runs/digits --dataset mnist',
        'convoy import a.keras b.keras --out runs/both --class-names cat,dog',
        'convoy import weights.safetensors --layers layers.json --out runs/own --mean 0.1307 --std 0.3081',
      ),
    )
    .action(writeImport);
}

async function writeImport(paths: readonly string[], flags: Flags): Promise<void> {
  const options = optionsOf(flags);
  const layers = flags.layers === undefined ? undefined : await readLayers(flags.layers);
  const files: Imported[] = [];
  for (const path of paths) files.push(await importOne(path, layers, options));
  const { writeImportedRun } = await import('@convoy/interop');
  const dataset = flags.dataset === undefined ? null : await openFor(files, flags.dataset, flags.dataDir);
  const { models, classNames, combination, metrics } = await writeImportedRun(flags.out, files, {
    ...(flags.classNames !== undefined && { classNames: flags.classNames.split(',') }),
    ...(dataset && { dataset }),
    overwrite: flags.overwrite ?? false,
  });
  if (flags.json) return printJson({ run: flags.out, models, classNames, combination, metrics });
  for (const [member, { layers, normalization }] of models.entries()) {
    const accuracy = metrics?.members[member]?.accuracy;
    const measured = accuracy === undefined ? '' : `, accuracy ${percent(accuracy)} on ${dataset?.name}`;
    print(`member ${member}: ${layers.map(({ type }) => type).join(' → ')}${measured}`);
    const { mean = [], standardDeviation = [] } = normalization ?? {};
    print(
      `  pixels: byte / 255, mean ${mean.join(', ')}, standard deviation ${standardDeviation.join(', ')}`,
    );
  }
  print(flags.out);
}

async function importOne(
  path: string,
  layers: SequentialConfig | undefined,
  options: ImportOptions,
): Promise<Imported> {
  const { importKeras, importOnnx, importSafetensors } = await import('@convoy/interop');
  const bytes = await readFile(path).catch((error: unknown) => {
    throw failure(`file cannot be read: ${path}`, String(error), error);
  });
  const extension = extname(path).toLowerCase();
  if (layers !== undefined && extension !== '.safetensors') {
    throw usageError(
      `--layers with ${path}`,
      'It belongs to .safetensors files; others say which layers they have.',
    );
  }
  switch (extension) {
    case '.onnx':
      return importOnnx(bytes, options);
    case '.keras':
      return importKeras(bytes, options);
    case '.safetensors':
      if (layers === undefined && options.normalization !== undefined) {
        throw usageError(
          `--mean and --std without --layers: ${path}`,
          'The file says itself how pixels are normalized.',
        );
      }
      return importSafetensors(
        bytes,
        layers && { ...(options.normalization && { normalization: options.normalization }), ...layers },
      );
    default:
      throw usageError(`unknown format: ${path}`, 'Its name must end with .onnx, .keras or .safetensors.');
  }
}

/** Of safetensors, the list of layers may hold a normalization, too. */
async function readLayers(path: string): Promise<SequentialConfig> {
  try {
    // The engine checks every field, whatever its static type.
    return JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    throw failure(`list of layers cannot be read: ${path}`, String(error), error);
  }
}

function optionsOf({ mean = '0', std = '1', pixelRange }: Flags): ImportOptions {
  if (pixelRange !== undefined && pixelRange !== '1' && pixelRange !== '255') {
    throw usageError(`wrong value for --pixel-range: ${pixelRange}`, 'It must be 1 or 255.');
  }
  const range = pixelRange === undefined ? {} : ({ pixelRange: pixelRange === '1' ? 1 : 255 } as const);
  if (mean === '0' && std === '1') return range;
  return {
    ...range,
    normalization: { mean: numbers('--mean', mean), standardDeviation: numbers('--std', std) },
  };
}

function numbers(flag: string, text: string): readonly number[] {
  const values = text.split(',').map(Number);
  if (values.every(Number.isFinite)) return values;
  throw usageError(
    `wrong value for ${flag}: ${text}`,
    'It must be one number per channel, separated by commas.',
  );
}

/** A folder's images become what the networks take. */
async function openFor(
  files: readonly Imported[],
  dataset: string,
  dataDir: string | undefined,
): Promise<Dataset> {
  const { isFolder, openFolder } = await import('../data/openFolder.ts');
  const shape = files[0]?.networks[0]?.model.inputShape;
  if (isFolder(dataset) && shape !== undefined) {
    return openFolder(dataset, { imageSize: [shape[0], shape[1]], channels: shape[2] === 1 ? 1 : 3 });
  }
  const { openDataset } = await import('../data/openDataset.ts');
  return openDataset(dataset, dataDir);
}
