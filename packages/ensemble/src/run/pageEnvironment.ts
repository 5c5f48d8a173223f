import type { RunEnvironment } from './describeRun.ts';

/** What a page knows of what it runs on, for `run.json`. */
export function pageEnvironment(): RunEnvironment {
  const { userAgent, hardwareConcurrency } = globalThis.navigator;
  return {
    versions: { convoy: 'unknown', node: 'none', v8: 'none' },
    hardware: {
      platform: userAgent,
      architecture: 'unknown',
      cpu: 'unknown',
      cores: hardwareConcurrency,
      memoryBytes: 0,
    },
  };
}
