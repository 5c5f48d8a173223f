import { nodeFileSystem } from './nodeFiles.ts';

/** Linux shows every GPU as one of these, and a container without one as none: looking costs nothing, Dawn 70 MB. */
const deviceFiles = ['/dev/dri', '/dev/nvidiactl', '/dev/dxg', '/dev/kfd'];

/** False only where it is certain that there is none. */
export function mayHaveGpu(): boolean {
  const files = nodeFileSystem();
  if (files === null || process.platform !== 'linux') return true;
  return deviceFiles.some((file) => files.existsSync(file));
}
