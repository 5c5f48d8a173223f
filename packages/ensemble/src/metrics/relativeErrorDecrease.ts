/**
 * The lecture's measure of progress: what share of the errors is gone. A dense network of 97% and a ConvNet of 99% are
 * (0.03 − 0.01) / 0.03 = 67% apart. Negative if there are more errors than before; null if there were none.
 *
 * @param before accuracy, 0 … 1
 * @param after accuracy, 0 … 1
 */
export function relativeErrorDecrease(before: number, after: number): number | null {
  const errors = 1 - before;
  return errors === 0 ? null : (after - before) / errors;
}

/** One step of a way from worse to better. */
export interface ErrorDecrease {
  readonly from: string;
  readonly to: string;
  readonly fromAccuracy: number;
  readonly toAccuracy: number;
  /** Null where `from` makes no errors. */
  readonly relativeErrorDecrease: number | null;
}

/**
 * The decrease of each step of a way, and of the whole way last if it has several.
 * @example
 * errorDecreases([
 *   { name: 'dense', accuracy: 0.97 },
 *   { name: 'ConvNet', accuracy: 0.99 },
 *   { name: 'ensemble', accuracy: 0.993 },
 * ]);
 */
export function errorDecreases(
  way: readonly { readonly name: string; readonly accuracy: number }[],
): ErrorDecrease[] {
  const steps = way.slice(1).map((to, at) => [way[at], to] as const);
  const whole = way.length > 2 ? [[way[0], way.at(-1)] as const] : [];
  return [...steps, ...whole].flatMap(([from, to]) =>
    from && to
      ? [
          {
            from: from.name,
            to: to.name,
            fromAccuracy: from.accuracy,
            toAccuracy: to.accuracy,
            relativeErrorDecrease: relativeErrorDecrease(from.accuracy, to.accuracy),
          },
        ]
      : [],
  );
}
