// From logits to probabilities, losses and metrics.

/** Over the last axis. */
export interface Softmax {
  readonly kind: 'softmax';
  readonly input: string;
  readonly output: string;
}

/** The gradient with respect to the input of `softmax`. */
export interface SoftmaxGrad {
  readonly kind: 'softmaxGrad';
  readonly output: string;
  readonly outputGrad: string;
  readonly inputGrad: string;
}

/**
 * Softmax and cross-entropy against class labels (int32, `[]` a row), with label smoothing s: the target is
 * `(1 − s) · onehot + s / classes`. Writes the probabilities, each row's loss, and, where `logitsGrad` is named, the
 * gradient of the *mean* loss over the rows.
 */
export interface SoftmaxCrossEntropy {
  readonly kind: 'softmaxCrossEntropy';
  readonly labelSmoothing: number;
  readonly logits: string;
  readonly labels: string;
  readonly probabilities: string;
  readonly losses: string;
  readonly logitsGrad: string | null;
}

/** 1 for each row whose largest prediction (the first of equals) is at its label, else 0. */
export interface CategoricalAccuracy {
  readonly kind: 'categoricalAccuracy';
  readonly predictions: string;
  readonly labels: string;
  readonly matches: string;
}

/** [reduces] The mean over rows of a buffer of one number a row. */
export interface Mean {
  readonly kind: 'mean';
  readonly input: string;
  readonly output: string;
}

/** Any operation on what a network ends with. */
export type LossOperation = Softmax | SoftmaxGrad | SoftmaxCrossEntropy | CategoricalAccuracy | Mean;
