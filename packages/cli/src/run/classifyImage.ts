// One picture file through an ensemble: the label, how sure it is, and what each member voted.

import { type ImageFormat, prepareImage } from '@convoy/core';
import { readRegularFile } from '@convoy/core/internal/node';
import { ABSTAINED, type PredictOptions } from '@convoy/ensemble';
import { argMax } from '@convoy/ensemble/internal';
import type { Ensemble } from '@convoy/ensemble/node';
import { failure } from '../errors.ts';
import { likelihood } from '../ui/format.ts';
import { bold, dim } from '../ui/output.ts';

interface Vote {
  readonly label: string;
  readonly probability: number;
}

export interface Classification {
  readonly image: string;
  /** Null where the ensemble abstained. */
  readonly label: string | null;
  /** The largest of `probabilities`. */
  readonly probability: number;
  /** Of `probabilities`, in nats. */
  readonly entropy: number;
  /** What the members disagree on, in nats. */
  readonly mutualInformation: number;
  /** Combined from the members', by class name. */
  readonly probabilities: Readonly<Record<string, number>>;
  readonly members: readonly ({ readonly member: number } & Vote)[];
  readonly format: ImageFormat;
  readonly width: number;
  readonly height: number;
  /** What was done to the picture before the network saw it. */
  readonly prepared: readonly string[];
}

export async function classifyImage(
  ensemble: Ensemble,
  path: string,
  options: PredictOptions = {},
  maxPixels?: number,
): Promise<Classification> {
  const file = await readImage(path);
  const { bytes, format, width, height, notes } = await prepareImage(file, path, ensemble, { maxPixels });
  const prediction = await ensemble.predict(bytes, options);
  const { probabilities, members, labels, confidences, entropies, mutualInformation } = prediction;
  return {
    image: path,
    label: labels[0] === ABSTAINED ? null : (ensemble.classNames[labels[0] ?? 0] ?? ''),
    probability: confidences[0] ?? 0,
    entropy: entropies[0] ?? 0,
    mutualInformation: mutualInformation[0] ?? 0,
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
    return await readRegularFile(path);
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

/** @param verbose whether to say how unsure the ensemble is, in nats */
export function classificationLines(result: Classification, verbose: boolean): string[] {
  const width = Math.max(...result.members.map(({ label }) => label.length));
  return [
    `${result.image}: ${answer(result)}`,
    ...result.members.map(
      ({ member, label, probability }) =>
        `  member ${member}: ${label.padEnd(width)}  ${likelihood(probability).padStart(7)}`,
    ),
    ...(verbose
      ? [
          `  entropy ${result.entropy.toFixed(3)} nats, mutual information ${result.mutualInformation.toFixed(3)} nats`,
        ]
      : []),
    dim(`  ${[`${result.format}, ${result.width} × ${result.height}`, ...result.prepared].join('; ')}`),
  ];
}

function answer({ label, probability, probabilities, members }: Classification): string {
  if (label === null) {
    const likeliest = Object.entries(probabilities).find(([, own]) => own === probability)?.[0] ?? '';
    return `${bold('no answer')}, ${likeliest} would be likeliest, ${likelihood(probability)}`;
  }
  const agreeing = members.filter((member) => member.label === label).length;
  const agreement =
    agreeing === members.length ? 'all members agree' : `${agreeing} of ${members.length} members agree`;
  return `${bold(label)}, ${likelihood(probability)}, ${agreement}`;
}
