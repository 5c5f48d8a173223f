import { createRequire } from 'node:module';
import { arch, availableParallelism, cpus, platform, totalmem } from 'node:os';
import { multiplyAddKind } from '@convoy/kernels/internal';
import type { RunEnvironment } from './describeRun.ts';

/** What this process and its machine are, as far as it matters to metrics. */
export function describeEnvironment(): RunEnvironment {
  return { versions: describeVersions(), hardware: describeHardware() };
}

function describeHardware(): RunEnvironment['hardware'] {
  return {
    platform: platform(),
    architecture: arch(),
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    memoryBytes: totalmem(),
    kernels: processorKind(),
  };
}

function describeVersions(): RunEnvironment['versions'] {
  const manifest: unknown = createRequire(import.meta.url)('../../package.json');
  const version =
    manifest !== null && typeof manifest === 'object' && 'version' in manifest
      ? String(manifest.version)
      : 'unknown';
  return { convoy: version, node: process.versions.node, v8: process.versions.v8 };
}

/** Machines of one kind give the same bits with `fast` kernels: `x64-fused`. */
export function processorKind(): string {
  return `${arch()}-${multiplyAddKind()}`;
}
