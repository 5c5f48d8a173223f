// What a prediction says, for people and programs that do not speak of tensors.

import type { PreparedImage } from '@convoy/core/node';
import type { Prediction } from '@convoy/ensemble';
import type { ModelDescription } from '../../predictor/tasks.ts';

/** A class, and how likely it is. */
interface Vote {
  /** An index into the class names. */
  readonly label: number;
  readonly className: string;
  readonly probability: number;
}

/** The answer for one image. */
export interface ImageAnswer {
  /** Null where the ensemble abstains. */
  readonly label: number | null;
  readonly className: string | null;
  readonly abstained: boolean;
  /** The largest of `probabilities`. */
  readonly probability: number;
  /** Combined and calibrated, by class name. */
  readonly probabilities: Readonly<Record<string, number>>;
  /** Of `probabilities`, in nats. */
  readonly entropy: number;
  /** What the members disagree on, in nats. */
  readonly mutualInformation: number;
  readonly members: readonly ({ readonly member: number } & Vote)[];
  /** What was done to a picture before the network saw it; absent for raw pixels. */
  readonly image?: {
    readonly format: string;
    readonly width: number;
    readonly height: number;
    readonly prepared: readonly string[];
  };
}

/** @param row of the prediction */
export function answerOf(
  { classNames, members }: ModelDescription,
  prediction: Prediction,
  row: number,
  image?: PreparedImage,
): ImageAnswer {
  const classes = classNames.length;
  // No class has a number below 0. The engine's own name for it is loaded in workers only.
  const label = prediction.labels[row] ?? -1;
  const abstained = label < 0;
  const probabilities = prediction.probabilities.subarray(row * classes, (row + 1) * classes);
  return {
    label: abstained ? null : label,
    className: abstained ? null : (classNames[label] ?? ''),
    abstained,
    probability: prediction.confidences[row] ?? 0,
    probabilities: Object.fromEntries(classNames.map((name, at) => [name, probabilities[at] ?? 0])),
    entropy: prediction.entropies[row] ?? 0,
    mutualInformation: prediction.mutualInformation[row] ?? 0,
    members: members.map((member, at) => {
      const own = prediction.members[at]?.subarray(row * classes, (row + 1) * classes) ?? new Float32Array();
      const vote = own.indexOf(Math.max(...own));
      return { member, label: vote, className: classNames[vote] ?? '', probability: own[vote] ?? 0 };
    }),
    ...(image && {
      image: { format: image.format, width: image.width, height: image.height, prepared: image.notes },
    }),
  };
}
