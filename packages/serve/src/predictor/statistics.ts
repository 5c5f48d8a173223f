// What a model has done since the server started, counted as Triton Inference Server counts
// (docs.nvidia.com/deeplearning/triton-inference-server, "Metrics"): a request may have several rows, an execution
// several requests, so that the mean batch is rows / executions.

/** Why a request failed; Triton's reasons. */
export const failureReasons = ['REJECTED', 'CANCELED', 'BACKEND', 'OTHER'] as const;

/** `REJECTED`: queue full or past its deadline; `CANCELED`: the client is gone; `BACKEND`: a worker failed; `OTHER`: bad input. */
export type FailureReason = (typeof failureReasons)[number];

/** Cumulative counts and times of one model. */
export interface Statistics {
  /** Requests that were answered. */
  requests: number;
  readonly failures: Record<FailureReason, number>;
  /** Rows that were predicted. */
  rows: number;
  /** Batches that ran. */
  executions: number;
  /** Microseconds from a request's arrival to its answer, over all answered requests. */
  requestMicroseconds: number;
  /** Microseconds that parts of requests waited for their batch. */
  queueMicroseconds: number;
  /** Microseconds of rows becoming a batch. */
  inputMicroseconds: number;
  /** Microseconds of prediction itself, in workers. */
  inferMicroseconds: number;
  /** Microseconds between the end of a prediction and its answers, in the main thread. */
  outputMicroseconds: number;
}

export function createStatistics(): Statistics {
  return {
    requests: 0,
    failures: { REJECTED: 0, CANCELED: 0, BACKEND: 0, OTHER: 0 },
    rows: 0,
    executions: 0,
    requestMicroseconds: 0,
    queueMicroseconds: 0,
    inputMicroseconds: 0,
    inferMicroseconds: 0,
    outputMicroseconds: 0,
  };
}
