// What a loss is to the engine: plain data (its specification) and one definition per type, which says how it lowers into
// operations of the graph. A new loss is one file and one line in `list.ts`.

import type { GraphWriter } from '../../layers/graphWriter.ts';

/** What every loss's specification has. */
export interface LossSpecBase {
  readonly type: string;
  /** Whether the model ends without a softmax. Either way a loss is given logits, which are exact where products overflow. */
  readonly fromLogits: boolean;
}

/** Where a loss is lowered. Buffers of its own are declared with `graph`, their names beginning with `loss/`. */
export interface LossContext {
  readonly graph: GraphWriter;
  /** How many numbers `logits` and `probabilities` have per row. */
  readonly classes: number;
  /** To read: `[classes]` per row, what the model ends with, without its softmax. */
  readonly logits: string;
  /** To read: one class index (int32) per row. */
  readonly labels: string;
  /** To write: `[classes]` per row, the model's prediction. Accuracy and other metrics are measured on it. */
  readonly probabilities: string;
  /** To write: one number per row. Their mean is the loss. */
  readonly losses: string;
  /** To write in a training step: the gradient of the mean of `losses` with respect to `logits`. Null elsewhere. */
  readonly logitsGrad: string | null;
}

/** A loss: its options, and how it becomes operations. `defineLoss` registers one. */
export interface LossDefinition<Spec extends LossSpecBase> {
  /** What `compile` takes as a name: `categoricalCrossentropy`. */
  readonly type: Spec['type'];
  /** @throws {CoreError} `invalid-argument` if an option is unknown or wrong. */
  create(options: object): Spec;
  /** Writes the probabilities, one loss per row and, in a training step, the gradient of their mean. */
  lower(spec: Spec, at: LossContext): void;
}
