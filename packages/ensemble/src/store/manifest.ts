// run.json: what was run, on what, and how it ended. For people and for reports; prediction needs none of it.

import type { DatasetOrigin, ImageShape, Seed } from '@convoy/core';
import type { MemberFailure, MemberMetrics, TestMetrics } from '../events.ts';
import type { MemberSeeds } from '../member/spec.ts';
import type { RunConfiguration } from '../options/configuration.ts';
import type { Reliability } from '../options/reliability.ts';

export const MANIFEST_VERSION = 1;

/** What `run.json` holds. */
export interface RunManifest {
  readonly format: 'convoy-run';
  readonly version: typeof MANIFEST_VERSION;
  readonly configuration: RunConfiguration;
  readonly dataset: {
    readonly name: string;
    readonly sha256: string;
    readonly imageShape: ImageShape;
    readonly classNames: readonly string[];
    readonly trainingImages: number;
    readonly validationImages: number;
    readonly testImages: number;
    /** Where it was read from and how, if it is a folder of one's own. */
    readonly origin?: DatasetOrigin;
    /** The folder of data sets in which it was found, where the one who trained said so. */
    readonly dataDir?: string;
  };
  readonly reliability: Reliability;
  /** URLs of the modules that it imports before it trains, if there are any. */
  readonly modules?: readonly string[];
  readonly members: readonly ({ readonly member: number; readonly seed: Seed } & MemberSeeds)[];
  /** The backend that the configuration's choice led to on this machine. */
  readonly backend: { readonly name: string; readonly details: Readonly<Record<string, string>> };
  readonly versions: { readonly convoy: string; readonly node: string; readonly v8: string };
  readonly hardware: {
    readonly platform: string;
    readonly architecture: string;
    readonly cpu: string;
    readonly cores: number;
    readonly memoryBytes: number;
    /** The kind of processor, as far as the bits of `fast` kernels depend on it. Older versions do not say. */
    readonly kernels?: string;
  };
  /** ISO 8601, UTC. */
  readonly started: string;
  /** When it went on after an interruption, each time. */
  readonly resumed?: readonly string[];
  /** Added when the run ends, also when it was stopped; a run without it was cut off. */
  readonly result?: RunResult;
}

/** How a run ended. */
export interface RunResult {
  readonly ensemble: TestMetrics | null;
  readonly members: readonly MemberMetrics[];
  readonly failed: readonly MemberFailure[];
  readonly stopped: boolean;
  /** Since it was started, or last resumed. */
  readonly seconds: number;
}
