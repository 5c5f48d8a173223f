// WebGPU in Node, by Dawn (npm package webgpu): gpu.js looks for `navigator.gpu`, as in a browser, so that is where it goes.

import { noAdapterInNode, notInstalled } from './advice.ts';
import { nodeFileSystem } from './nodeFiles.ts';

interface Dawn {
  create(options: readonly string[]): object;
  readonly globals: object;
}

let provided: Promise<string | null> | null = null;

/** Makes `navigator.gpu` in Node, once. Returns null, or why it cannot be made. */
export function provideWebGpu(): Promise<string | null> {
  provided ??= provide();
  return provided;
}

// A variable, which bundlers leave alone: in a browser this package is never asked for.
const dawnPackage = 'webgpu';

async function provide(): Promise<string | null> {
  if ('gpu' in globalThis.navigator) return null;
  // Without a driver Dawn, 70 MB, would only be loaded to complain on standard error.
  if (!hasVulkanDriver()) return noAdapterInNode;
  let dawn: Dawn;
  try {
    dawn = (await import(dawnPackage)) as Dawn;
  } catch (error) {
    if (isNotFound(error)) return notInstalled('webgpu');
    const reason = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    return `the npm package webgpu does not load here (${reason}); it needs a system that it has a binary for`;
  }
  Object.assign(globalThis, dawn.globals);
  Object.defineProperty(globalThis.navigator, 'gpu', { value: dawn.create([]), configurable: true });
  return null;
}

/** Whether an import failed because the package is not there, rather than because it does not work. */
export function isNotFound(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND';
}

/** Where the Vulkan loader looks for drivers, on Linux; elsewhere Dawn has Metal or Direct3D. */
const driverFolders = ['/usr/share', '/usr/local/share', '/etc', '/usr/local/etc'];
const driverVariables = ['VK_ICD_FILENAMES', 'VK_DRIVER_FILES', 'VK_ADD_DRIVER_FILES'];

function hasVulkanDriver(): boolean {
  const files = nodeFileSystem();
  if (files === null || process.platform !== 'linux') return true;
  if (driverVariables.some((variable) => process.env[variable])) return true;
  const folders = driverFolders.map((folder) => `${folder}/vulkan/icd.d`);
  return folders.some((folder) => files.existsSync(folder) && files.readdirSync(folder).length > 0);
}
