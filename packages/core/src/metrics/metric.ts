// What a metric is to the engine: a number for each row, from the row's predicted probabilities and its label, whose mean
// over the rows is reported beside loss and accuracy. A mean can be resumed in the middle of an epoch, whatever the batches
// were. A new metric is one file and one line in `list.ts`.

/** What every metric's specification has. */
export interface MetricSpecBase {
  readonly type: string;
  /** What it is called in the history: `topKCategoricalAccuracy`, and `valTopKCategoricalAccuracy` on validation rows. */
  readonly name: string;
}

/** A metric: its options, and its value for one row. `defineMetric` registers one. */
export interface MetricDefinition<Spec extends MetricSpecBase> {
  /** What `compile` takes as a name. */
  readonly type: Spec['type'];
  /** @throws {CoreError} `invalid-argument` if an option is unknown or wrong. */
  create(options: object): Spec;
  /**
   * The value of one row.
   * @param probabilities `[classes]`, overwritten after the call.
   * @param label A class index.
   */
  measure(spec: Spec, probabilities: Float32Array, label: number): number;
}
