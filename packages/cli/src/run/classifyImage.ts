// One picture file through an ensemble: the label, how sure it is, and what each member voted.

import { readFile } from 'node:fs/promises';
import { argMax, type Ensemble } from '@convoy/ensemble';
import { failure } from '../errors.ts';
import { prepareImage } from '../image/prepare.ts';
import { likelihood } from '../ui/format.ts';
import { bold, dim } from '../ui/output.ts';

interface Vote {
  readonly label: string;
  readonly probability: number;
}

export interface Classification extends Vote {
  readonly image: string;
  /** Averaged over the members, by class name. */
  readonly probabilities: Readonly<Record<string, number>>;
  readonly members: readonly ({ readonly member: number } & Vote)[];
  readonly format: 'PNG' | 'JPEG';
  readonly width: number;
  readonly height: number;
  /** What was done to the picture before the network saw it. */
  readonly prepared: readonly string[];
}

export async function classifyImage(ensemble: Ensemble, path: string): Promise<Classification> {
  const { bytes, format, width, height, notes } = await prepareImage(await readImage(path), path, ensemble);
  const { probabilities, members } = await ensemble.predict(bytes);
  return {
    image: path,
    ...voteOf(probabilities, ensemble.classNames),
    probabilities: Object.fromEntries(
      ensemble.classNames.map((name, index) => [name, probabilities[index] ?? 0]),
    ),
    members: ensemble.members.map(({ member }, index) => ({
      member,
      ...voteOf(members[index] ?? new Float32Array(), ensemble.classNames),
    })),
    format,
    width,
    height,
    prepared: notes,
  };
}

async function readImage(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    throw failure(
      `image cannot be read: ${path}`,
      error instanceof Error ? error.message : String(error),
      error,
    );
  }
}

function voteOf(probabilities: Float32Array, classNames: readonly string[]): Vote {
  const index = argMax(probabilities, classNames.length)[0] ?? 0;
  return { label: classNames[index] ?? '', probability: probabilities[index] ?? 0 };
}

export function classificationLines(result: Classification): string[] {
  const agreeing = result.members.filter(({ label }) => label === result.label).length;
  const isUnanimous = agreeing === result.members.length;
  const agreement = isUnanimous
    ? 'all members agree'
    : `${agreeing} of ${result.members.length} members agree`;
  const width = Math.max(...result.members.map(({ label }) => label.length));
  return [
    `${result.image}: ${bold(result.label)}, ${likelihood(result.probability)}, ${agreement}`,
    ...result.members.map(
      ({ member, label, probability }) =>
        `  member ${member}: ${label.padEnd(width)}  ${likelihood(probability).padStart(7)}`,
    ),
    dim(`  ${[`${result.format}, ${result.width} × ${result.height}`, ...result.prepared].join('; ')}`),
  ];
}
