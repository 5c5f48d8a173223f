// A prediction cut into those of single requests, and put together again.

import type { Prediction } from '@convoy/ensemble';

/** The prediction of `count` rows from place `start` on; its arrays are views. */
export function sliceOf(prediction: Prediction, start: number, count: number): Prediction {
  const classes = prediction.probabilities.length / prediction.count;
  const end = start + count;
  return {
    count,
    probabilities: prediction.probabilities.subarray(start * classes, end * classes),
    labels: prediction.labels.subarray(start, end),
    confidences: prediction.confidences.subarray(start, end),
    entropies: prediction.entropies.subarray(start, end),
    mutualInformation: prediction.mutualInformation.subarray(start, end),
    members: prediction.members.map((one) => one.subarray(start * classes, end * classes)),
  };
}

/** One prediction of all rows. */
export function join(parts: readonly [Prediction, ...Prediction[]]): Prediction {
  const [first] = parts;
  if (parts.length === 1) return first;
  return {
    count: parts.reduce((sum, { count }) => sum + count, 0),
    probabilities: floats(parts.map((part) => part.probabilities)),
    labels: Int32Array.from(parts.flatMap(({ labels }) => [...labels])),
    confidences: floats(parts.map((part) => part.confidences)),
    entropies: floats(parts.map((part) => part.entropies)),
    mutualInformation: floats(parts.map((part) => part.mutualInformation)),
    members: first.members.map((_, member) =>
      floats(parts.map((part) => part.members[member] ?? new Float32Array())),
    ),
  };
}

function floats(parts: readonly Float32Array[]): Float32Array {
  const joined = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}
