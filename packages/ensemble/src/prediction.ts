// What an ensemble says of images, and how sure it is: computed from the members' probabilities alone.

import { type Combination, combine } from './combine/combination.ts';
import { EnsembleError } from './errors.ts';
import { argMax } from './metrics/argMax.ts';
import { confidences } from './metrics/confidence.ts';
import { entropies, mutualInformation } from './metrics/uncertainty.ts';

/** The label of an image that the ensemble does not answer for: no class has this number. */
export const ABSTAINED = -1;

/** What an ensemble says of images, and how sure it is. */
export interface Prediction {
  readonly count: number;
  /** `[count, classes]`: the members' probabilities, combined and calibrated. */
  readonly probabilities: Float32Array;
  /** `[count]`: the class of the largest probability, an index into `classNames`; {@link ABSTAINED} where it is too small. */
  readonly labels: Int32Array;
  /** `[count]`: the largest probability, also where the ensemble abstained. */
  readonly confidences: Float32Array;
  /** `[count]`: of `probabilities`, in nats: 0 for certainty, ln(classes) for no idea. */
  readonly entropies: Float32Array;
  /**
   * `[count]`, in nats: what the members disagree on. It is of the members' probabilities as they are, before any
   * temperature. A large entropy with little of it is an image that is hard to tell for all; with much of it, one unlike
   * those of the training.
   */
  readonly mutualInformation: Float32Array;
  /** Each member's own probabilities, `[count, classes]`, in the order of `members`. */
  readonly members: readonly Float32Array[];
}

/** What an ensemble says of one image. */
export interface ImagePrediction {
  /** An index into `classNames`; {@link ABSTAINED} where the confidence is too small. */
  readonly label: number;
  /** The name of the class; null where the ensemble abstained. */
  readonly className: string | null;
  /** The largest probability, also where the ensemble abstained. */
  readonly confidence: number;
  /** In nats: 0 for certainty, ln(classes) for no idea. */
  readonly entropy: number;
  /** Each member's probabilities, `[classes]`. */
  readonly members: readonly Float32Array[];
}

/** A prediction that names its classes. */
export interface NamedPrediction extends Prediction {
  /**
   * What the ensemble says of one image.
   * @param index of the image, 0 … `count` − 1
   * @throws {EnsembleError} `invalid-option` if there is no such image
   * @example
   * const { className, confidence } = (await ensemble.predict(images)).at(0);
   */
  at(index: number): ImagePrediction;
}

/** A prediction whose images can be asked for one by one. */
export function withClassNames(prediction: Prediction, classNames: readonly string[]): NamedPrediction {
  const methods: Pick<NamedPrediction, 'at'> = {
    at: (index) => imagePrediction(prediction, classNames, index),
  };
  // On the prototype: what is copied, compared or sent to another thread is data alone.
  return Object.assign(Object.create(methods), prediction);
}

function imagePrediction(
  { count, labels, confidences: certainties, entropies: entropy, members }: Prediction,
  classNames: readonly string[],
  index: number,
): ImagePrediction {
  if (!(Number.isInteger(index) && index >= 0 && index < count)) {
    throw new EnsembleError(
      'invalid-option',
      `index: expected a whole number from 0 to ${count - 1}, got ${index}`,
    );
  }
  const classes = classNames.length;
  const label = labels[index] ?? ABSTAINED;
  return {
    label,
    className: classNames[label] ?? null,
    confidence: certainties[index] ?? 0,
    entropy: entropy[index] ?? 0,
    members: members.map((own) => own.subarray(index * classes, (index + 1) * classes)),
  };
}

/**
 * What an ensemble says, from what its members say.
 * @param members each `[count, classes]`
 * @param abstainBelow confidences below it get no label
 */
export function predictionOf(
  combination: Combination,
  members: readonly Float32Array[],
  classes: number,
  abstainBelow = 0,
): Prediction {
  const probabilities = combine(combination, members, classes);
  const confidence = confidences(probabilities, classes);
  return {
    count: confidence.length,
    probabilities,
    labels: argMax(probabilities, classes).map((label, n) =>
      (confidence[n] as number) < abstainBelow ? ABSTAINED : label,
    ),
    confidences: confidence,
    entropies: entropies(probabilities, classes),
    mutualInformation: mutualInformation(members, classes, combination.weights),
    members,
  };
}

/** @throws {EnsembleError} `invalid-option` */
export function requireThreshold(abstainBelow: number): void {
  if (abstainBelow >= 0 && abstainBelow <= 1) return;
  throw new EnsembleError(
    'invalid-option',
    `abstainBelow: expected a probability from 0 to 1, got ${abstainBelow}`,
  );
}
