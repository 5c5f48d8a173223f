// One element of the input makes one of the output.

import type { ActivationFunction } from '../formulas/activations.ts';

/** Element by element. */
export interface Activation {
  readonly kind: 'activation';
  readonly function: ActivationFunction;
  /** Options of the function that are not to have their defaults: `{ alpha: 0.5 }` for ELU. */
  readonly options?: Readonly<Record<string, number>>;
  readonly input: string;
  readonly output: string;
}

/** The gradient with respect to the input of `activation`. */
export interface ActivationGrad {
  readonly kind: 'activationGrad';
  readonly function: ActivationFunction;
  /** As in `activation`. */
  readonly options?: Readonly<Record<string, number>>;
  readonly input: string;
  readonly output: string;
  readonly outputGrad: string;
  readonly inputGrad: string;
}

/**
 * Inverted dropout: zeroes elements with probability `rate`, scales the rest by 1 / (1 − rate). Which elements are
 * kept depends only on `key` (two int32) and the element's index in the batch: see `../dropout.ts`.
 */
export interface Dropout {
  readonly kind: 'dropout';
  readonly rate: number;
  readonly key: string;
  readonly input: string;
  readonly output: string;
}

/** The gradient of the elements that were kept. */
export interface DropoutGrad {
  readonly kind: 'dropoutGrad';
  readonly rate: number;
  readonly key: string;
  readonly outputGrad: string;
  readonly inputGrad: string;
}

/** `output = factor · input`; its gradient is the same operation. */
export interface Scale {
  readonly kind: 'scale';
  readonly factor: number;
  readonly input: string;
  readonly output: string;
}

/** `output = factors · input`, with one factor per row (`[]` a row): how losses and their gradients are weighted. */
export interface ScaleRows {
  readonly kind: 'scaleRows';
  readonly factors: string;
  readonly input: string;
  readonly output: string;
}

/** Any operation from element to element. */
export type ElementwiseOperation = Activation | ActivationGrad | Dropout | DropoutGrad | Scale | ScaleRows;
