// The tensors of a served model, as the Open Inference Protocol describes them.

import type { Prediction } from '@convoy/ensemble';
import type { ModelDescription } from '../../predictor/tasks.ts';

export const outputNames = ['probabilities', 'labels', 'entropy', 'mutual_information', 'members'] as const;
export type OutputName = (typeof outputNames)[number];

export interface OutputTensor {
  readonly datatype: 'FP32' | 'INT32';
  /** Of one row. */
  shape(model: ModelDescription): readonly number[];
  values(prediction: Prediction): Float32Array | Int32Array;
}

export const outputTensors: Readonly<Record<OutputName, OutputTensor>> = {
  /** Combined and calibrated. */
  probabilities: {
    datatype: 'FP32',
    shape: ({ classNames }) => [classNames.length],
    values: ({ probabilities }) => probabilities,
  },
  /** The index of the most likely class; −1 where the ensemble abstains. */
  labels: { datatype: 'INT32', shape: () => [], values: ({ labels }) => labels },
  /** In nats. */
  entropy: { datatype: 'FP32', shape: () => [], values: ({ entropies }) => entropies },
  /** What the members disagree on, in nats. */
  mutual_information: {
    datatype: 'FP32',
    shape: () => [],
    values: ({ mutualInformation }) => mutualInformation,
  },
  /** Each member's own probabilities. */
  members: {
    datatype: 'FP32',
    shape: ({ members, classNames }) => [members.length, classNames.length],
    values: membersByRow,
  },
};

/** `[batch, members, classes]` of one array a member, each `[batch, classes]`. */
function membersByRow({ count, members, probabilities }: Prediction): Float32Array {
  const classes = probabilities.length / count;
  const rows = new Float32Array(count * members.length * classes);
  members.forEach((member, m) => {
    for (let n = 0; n < count; n++) {
      rows.set(member.subarray(n * classes, (n + 1) * classes), (n * members.length + m) * classes);
    }
  });
  return rows;
}

/** Answer to `GET /v2/models/M`; −1 is the batch, of any size. */
export function modelMetadata(name: string, versions: readonly string[], model: ModelDescription) {
  return {
    name,
    versions,
    platform: 'convoy',
    inputs: [{ name: 'images', datatype: 'UINT8', shape: [-1, ...model.imageShape] }],
    outputs: outputNames.map((output) => {
      const { datatype, shape } = outputTensors[output];
      return { name: output, datatype, shape: [-1, ...shape(model)] };
    }),
  };
}
