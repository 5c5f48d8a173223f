// `convoy data list | download | verify`: where the data sets are, and getting them.

import type { Command } from 'commander';
import { exitCodes, failure } from '../errors.ts';
import { fileSize } from '../ui/format.ts';
import { dim, print, printJson } from '../ui/output.ts';
import { examples } from './examples.ts';

interface Flags {
  readonly dataDir?: string;
  readonly json?: boolean;
}

const dataDirHelp = "folder of datasets (default: $CONVOY_DATA, then the user's cache)";

export function data(program: Command): void {
  const group = program.command('data').description('List, download and verify datasets.');
  group
    .command('list')
    .description('List the datasets and where they were found.')
    .option('--data-dir <folder>', dataDirHelp)
    .option('--json', 'print one JSON object')
    .addHelpText('after', examples('convoy data list'))
    .action(list);
  group
    .command('download')
    .description('Download and verify a dataset; an interrupted download resumes.')
    .argument('<name>', 'a dataset that `convoy data list` lists')
    .option('--data-dir <folder>', dataDirHelp)
    .addHelpText('after', examples('convoy data download mnist'))
    .action(download);
  group
    .command('verify')
    .description('Compare the files of a dataset with the checksums of the originals.')
    .argument('[name]', 'all that were found, if not given')
    .option('--data-dir <folder>', dataDirHelp)
    .option('--json', 'print one JSON object per dataset')
    .addHelpText('after', examples('convoy data verify mnist'))
    .action(verify);
}

async function list({ json = false, ...options }: Flags): Promise<void> {
  const { surveyDatasets } = await import('../data/survey.ts');
  const { table } = await import('../ui/table.ts');
  const found = await surveyDatasets(options);
  if (json) return printJson({ datasets: found });
  const rows = found.map(({ name, description, available, folder }) => [
    name,
    available ? (folder ?? 'built in') : dim(`not here: convoy data download ${name}`),
    description,
  ]);
  for (const line of table(rows, 'left')) print(line);
}

async function download(name: string, options: Flags): Promise<void> {
  const { requireOneOf } = await import('../options/choices.ts');
  const { datasetNames, downloadDataset } = await import('@convoy/core/node');
  const { listenForInterrupt } = await import('../interrupt.ts');
  const { createDownloadProgress } = await import('../ui/download.ts');
  requireOneOf('data set', name, datasetNames);
  const interruption = listenForInterrupt(() => {});
  const progress = createDownloadProgress();
  try {
    const { folder } = await downloadDataset(name, {
      ...options,
      onProgress: progress.update,
      signal: interruption.signal,
    });
    progress.close();
    print(folder === null ? `${name} is built in: nothing to download.` : `${name} is in ${folder}`);
  } catch (error) {
    progress.close();
    if (!interruption.signal.aborted) throw error;
    process.stderr.write('Stopped; the same command resumes the download.\n');
    process.exitCode = exitCodes.interrupted;
  } finally {
    interruption.release();
  }
}

async function verify(name: string | undefined, { json = false, ...options }: Flags): Promise<void> {
  const { requireOneOf } = await import('../options/choices.ts');
  const { datasetNames, findDataset, verifyDataset } = await import('@convoy/core/node');
  const names = name === undefined ? datasetNames : [requireOneOf('data set', name, datasetNames)];
  const broken: string[] = [];
  for (const each of names) {
    if (name === undefined && !(await findDataset(each, options))) continue;
    const result = await verifyDataset(each, options);
    if (!result.ok) broken.push(each);
    if (json) printJson(result);
    else for (const line of verificationLines(result)) print(line);
  }
  if (broken.length > 0) {
    throw failure(
      `not the original files: ${broken.join(', ')}`,
      `Get them anew: ${broken.map((each) => `convoy data download ${each}`).join('; ')}`,
    );
  }
}

type Verification = Awaited<ReturnType<typeof import('@convoy/core/node').verifyDataset>>;

function verificationLines({ name, folder, files }: Verification): string[] {
  if (folder === null) return [`${name}: built in, nothing to verify`];
  const faults = {
    ok: () => 'ok',
    missing: () => 'missing',
    'wrong-size': (found: number | null, expected: number) => `${found} bytes, expected ${expected}`,
    'wrong-hash': () => 'its SHA-256 is not that of the original',
  } as const;
  return [
    `${name}: ${folder}`,
    ...files.map(
      (file) =>
        `  ${file.name} (${fileSize(file.bytes.expected)}): ${faults[file.status](file.bytes.found, file.bytes.expected)}`,
    ),
  ];
}
