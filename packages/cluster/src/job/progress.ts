// What a worker says of a member through the queue: while it trains, and how it ended. Plain data, checked by who reads it.

import type { MemberReport } from '@convoy/ensemble';
import * as z from 'zod/mini';

const number = z.number();
const progressReport = z.object({
  event: z.literal('progress'),
  member: number,
  epoch: number,
  step: number,
  stepsPerEpoch: number,
  loss: number,
  accuracy: number,
  imagesPerSecond: number,
});
const epochReport = z.object({
  event: z.literal('epoch'),
  member: number,
  epoch: number,
  loss: number,
  accuracy: number,
  valLoss: z.optional(number),
  valAccuracy: z.optional(number),
  learningRate: number,
  seconds: number,
});

const progressSchema = z.object({
  machine: z.string().check(z.maxLength(256)),
  since: z.string().check(z.maxLength(40)),
  lost: number,
  beats: number,
  order: z.enum(['run', 'pause', 'stop', 'kill']),
  reports: z.array(z.union([progressReport, epochReport])).check(z.maxLength(10_000)),
});

/** A worker's news of a member. */
export interface MemberProgress {
  /** The name of the machine that trains it, and since when, in ISO 8601. */
  readonly machine: string;
  readonly since: string;
  /** How often a machine that trained it was lost. */
  readonly lost: number;
  /** Changes with every sign of life. */
  readonly beats: number;
  /** The order that it follows. */
  readonly order: 'run' | 'pause' | 'stop' | 'kill';
  readonly reports: readonly MemberReport[];
}

/** Null for anything else that somebody put there. */
export function parseProgress(data: unknown): MemberProgress | null {
  const parsed = progressSchema.safeParse(data);
  if (!parsed.success) return null;
  const { reports, ...rest } = parsed.data;
  return { ...rest, reports: reports.map(withoutUndefined) };
}

const outcomeSchema = z.discriminatedUnion('status', [
  z.object({ status: z.literal('finished') }),
  z.object({ status: z.literal('stopped'), epochs: number }),
  z.object({ status: z.literal('killed') }),
  z.object({ status: z.literal('diverged'), error: z.string() }),
  z.object({ status: z.literal('refused'), error: z.string() }),
]);

/** How a job ended. The result of a member that has finished is in the store. */
export type JobOutcome =
  | { readonly status: 'finished' }
  | { readonly status: 'killed' }
  | { readonly status: 'stopped'; readonly epochs: number }
  | { readonly status: 'diverged'; readonly error: string }
  | { readonly status: 'refused'; readonly error: string };

/** Null for anything else. */
export function parseOutcome(data: unknown): JobOutcome | null {
  const parsed = outcomeSchema.safeParse(data);
  return parsed.success ? parsed.data : null;
}

/** Events hold no fields that are undefined. */
function withoutUndefined(
  report: z.infer<typeof epochReport> | z.infer<typeof progressReport>,
): MemberReport {
  if (report.event === 'progress') return report;
  const { valLoss, valAccuracy, ...rest } = report;
  return {
    ...rest,
    ...(valLoss !== undefined && { valLoss }),
    ...(valAccuracy !== undefined && { valAccuracy }),
  };
}
