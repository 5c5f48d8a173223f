// A row as a flat vector times a matrix, and the gradient of a bias.

/** `output = input · kernel + bias`; a row of `input` of any shape is read as a flat vector. */
export interface Dense {
  readonly kind: 'dense';
  readonly input: string;
  readonly kernel: string;
  readonly bias: string | null;
  readonly output: string;
}

/** The gradient with respect to the input of `dense`. */
export interface DenseInputGrad {
  readonly kind: 'denseInputGrad';
  readonly outputGrad: string;
  readonly kernel: string;
  readonly inputGrad: string;
}

/** [reduces] */
export interface DenseKernelGrad {
  readonly kind: 'denseKernelGrad';
  readonly input: string;
  readonly outputGrad: string;
  readonly kernelGrad: string;
}

/** [reduces] Sums `outputGrad` over everything but its last axis. */
export interface BiasGrad {
  readonly kind: 'biasGrad';
  readonly outputGrad: string;
  readonly biasGrad: string;
}

/** Any operation of a dense layer; `biasGrad` serves convolutions too. */
export type DenseOperation = Dense | DenseInputGrad | DenseKernelGrad | BiasGrad;
