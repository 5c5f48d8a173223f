import { readFile } from 'node:fs/promises';
import { arch, availableParallelism, cpus, platform, totalmem } from 'node:os';
import type { RunManifest } from './manifest.ts';

/** What this machine is, as far as it matters to figures. */
export function describeHardware(): RunManifest['hardware'] {
  return {
    platform: platform(),
    architecture: arch(),
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    memoryBytes: totalmem(),
  };
}

export async function describeVersions(): Promise<RunManifest['versions']> {
  const manifest: unknown = JSON.parse(
    await readFile(new URL('../../package.json', import.meta.url), 'utf8'),
  );
  const version =
    manifest !== null && typeof manifest === 'object' && 'version' in manifest
      ? String(manifest.version)
      : 'unknown';
  return { convoy: version, node: process.versions.node, v8: process.versions.v8 };
}
