// `convoy export`: a run as a file of another tool's.

import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Command } from 'commander';
import { failure, usageError } from '../errors.ts';
import { print, printJson } from '../ui/output.ts';
import { examples } from './examples.ts';

const extensions = { onnx: '.onnx', safetensors: '.safetensors', keras: '.keras', pytorch: '.py' } as const;
type Format = keyof typeof extensions;
const formats = Object.keys(extensions) as Format[];

interface Flags {
  readonly format: string;
  readonly out?: string;
  readonly member?: string;
  readonly layout: string;
  readonly inputType: string;
  readonly members?: boolean;
  readonly overwrite?: boolean;
  readonly json?: boolean;
}

export function exportRun(program: Command): void {
  program
    .command('export')
    .description('Write an ensemble as ONNX, safetensors, Keras or PyTorch.')
    .argument('<run>', 'run directory, or an ensemble.convoy file')
    .requiredOption('--format <name>', `format: ${formats.join(', ')}`)
    .option('--out <file>', 'file to write (default: the name of the run, in this folder)')
    .option('--member <number>', 'export one member alone')
    .option('--layout <axes>', 'order of the input in ONNX: NHWC or NCHW', 'NHWC')
    .option('--input-type <type>', 'type of the pixels in ONNX: float32 or uint8', 'float32')
    .option('--members', "add each member's probabilities to the outputs of ONNX")
    .option('--overwrite', 'replace files that exist')
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      `\nExported networks take images of [batch, height, width, channels] with pixel values 0–255, and give the class
probabilities of \`convoy predict\`. pytorch writes a program and a file of weights beside it.\n${examples(
        'convoy export runs/a --format onnx --out digits.onnx',
        'convoy export runs/a --format pytorch --member 0',
      )}`,
    )
    .action(writeExport);
}

async function writeExport(run: string, flags: Flags): Promise<void> {
  const { requireOneOf } = await import('../options/choices.ts');
  const format = requireOneOf('format', flags.format, formats);
  const { loadEnsemble } = await import('../run/loadEnsemble.ts');
  const ensemble = await loadEnsemble(run, 'auto');
  try {
    const name = basename(run).replace(/\.convoy$/, '') || 'ensemble';
    const out = flags.out ?? `${name}${extensions[format]}`;
    const files = await filesOf(format, ensemble, out, flags);
    const taken = files.map(({ path }) => path).filter((path) => !flags.overwrite && existsSync(path));
    if (taken.length > 0) throw failure(`file exists: ${taken.join(', ')}`, 'Add --overwrite to replace it.');
    const { writeFileAtomically } = await import('@convoy/core/internal/node');
    for (const { path, content } of files) await writeFileAtomically(path, content);
    const written = files.map(({ path, content }) => ({ path, bytes: Buffer.byteLength(content) }));
    if (flags.json) printJson({ run, format, files: written });
    else for (const { path, bytes } of written) print(`${path}  ${bytes} bytes`);
  } finally {
    ensemble.dispose();
  }
}

interface ExportedFile {
  readonly path: string;
  readonly content: Uint8Array | string;
}

async function filesOf(
  format: Format,
  ensemble: Awaited<ReturnType<typeof import('../run/loadEnsemble.ts')['loadEnsemble']>>,
  out: string,
  flags: Flags,
): Promise<readonly ExportedFile[]> {
  const interop = await import('@convoy/interop');
  const { requireOneOf } = await import('../options/choices.ts');
  const member = flags.member === undefined ? {} : { member: memberNumber(flags.member) };
  switch (format) {
    case 'onnx': {
      const layout = requireOneOf('layout', flags.layout, interop.inputLayouts);
      const inputType = requireOneOf('input type', flags.inputType, interop.inputTypes);
      const members = flags.members ?? false;
      return [
        { path: out, content: interop.exportOnnx(ensemble, { ...member, layout, inputType, members }) },
      ];
    }
    case 'safetensors':
      return [{ path: out, content: interop.exportSafetensors(ensemble, member) }];
    case 'keras':
      return [{ path: out, content: await interop.exportKeras(ensemble, member) }];
    case 'pytorch': {
      const weightsName = `${basename(out, '.py')}.safetensors`;
      const { program, weights } = interop.exportPytorch(ensemble, { ...member, weightsName });
      // The program last: where it is, its weights are.
      return [
        { path: join(dirname(out), weightsName), content: weights },
        { path: out, content: program },
      ];
    }
    default:
      return format satisfies never;
  }
}

function memberNumber(text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  throw usageError(`wrong value for --member: ${text}`, 'It must be the number of a member, from 0.');
}
