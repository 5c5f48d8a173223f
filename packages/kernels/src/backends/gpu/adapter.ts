// The WebGPU adapter of this machine: the browser's, or in Node that of the npm package webgpu (Dawn).

import { noAdapterInNode } from './advice.ts';
import { provideWebGpu } from './dawn.ts';
import { isNode } from './nodeFiles.ts';

export interface GpuAdapter {
  /** For people: vendor, architecture, device. */
  readonly name: string;
  /** Whether a processor only plays a GPU, which is slower than using it as a processor. */
  readonly isSoftware: boolean;
}

/** The part of WebGPU's API that is asked here. */
interface WebGpu {
  requestAdapter(): Promise<{
    readonly info: {
      readonly vendor: string;
      readonly architecture: string;
      readonly device: string;
      readonly description: string;
      readonly isFallbackAdapter?: boolean;
    };
    readonly isFallbackAdapter?: boolean;
  } | null>;
}

/** The adapter, or why there is none and how to get one. */
export async function requestAdapter(): Promise<GpuAdapter | string> {
  if (isNode()) {
    const problem = await provideWebGpu();
    if (problem !== null) return problem;
  }
  const { gpu } = globalThis.navigator as { readonly gpu?: WebGpu };
  if (!gpu)
    return 'this browser has no WebGPU; use a current Chrome, Edge, Firefox or Safari, over https or on localhost';
  const adapter = await gpu.requestAdapter();
  if (adapter === null) return noAdapter();
  const { vendor, architecture, device, description, isFallbackAdapter } = adapter.info;
  const words = [vendor, architecture, description || device].filter((word) => word !== '');
  const name = words.join(' ') || 'unnamed';
  const isSoftware =
    (isFallbackAdapter ?? adapter.isFallbackAdapter ?? false) || /swiftshader|llvmpipe|lavapipe/i.test(name);
  return { name, isSoftware };
}

function noAdapter(): string {
  return isNode()
    ? noAdapterInNode
    : 'no WebGPU adapter answers in this browser; is the GPU blocked in its settings?';
}
