// What is done to gradients between the backward pass and the update.

/**
 * [reduces] `output = previous + Σ input²`, of a whole buffer; without `previous` the sum alone. A chain of them is the
 * squared norm of several buffers together.
 */
export interface SumOfSquares {
  readonly kind: 'sumOfSquares';
  readonly input: string;
  readonly previous: string | null;
  readonly output: string;
}

/** A whole buffer, shortened to a norm: `output = input · limit / max(limit, √sumOfSquares)`. */
export interface ClipNorm {
  readonly kind: 'clipNorm';
  readonly limit: number;
  readonly input: string;
  /** A scalar buffer. */
  readonly sumOfSquares: string;
  readonly output: string;
}

/** A whole buffer, element by element: `output = min(max(input, −limit), limit)`. */
export interface ClipValue {
  readonly kind: 'clipValue';
  readonly limit: number;
  readonly input: string;
  readonly output: string;
}

/** Any operation that clips gradients. */
export type ClippingOperation = SumOfSquares | ClipNorm | ClipValue;
