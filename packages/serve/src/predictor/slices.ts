// A prediction on its way: one block of memory from the worker, cut into those of single requests, and put together again.

import type { Prediction } from '@convoy/ensemble';

/** A prediction as one array: what crosses to another thread costs by the array more than by the byte. */
export function pack(prediction: Prediction): Float32Array<ArrayBuffer> {
  const { probabilities, labels, confidences, entropies, mutualInformation, members } = prediction;
  const parts = [probabilities, confidences, entropies, mutualInformation, ...members];
  // Labels are small whole numbers, which floats hold exactly.
  return floats([...parts, Float32Array.from(labels)]);
}

/** What `pack` packed; its arrays are views, but for the labels. */
export function unpack(
  packed: Float32Array,
  count: number,
  classes: number,
  memberCount: number,
): Prediction {
  let at = 0;
  const take = (length: number) => {
    at += length;
    return packed.subarray(at - length, at);
  };
  return {
    count,
    probabilities: take(count * classes),
    confidences: take(count),
    entropies: take(count),
    mutualInformation: take(count),
    members: Array.from({ length: memberCount }, () => take(count * classes)),
    labels: Int32Array.from(take(count)),
  };
}

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

function floats(parts: readonly Float32Array[]): Float32Array<ArrayBuffer> {
  const joined = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}
