// What this backend uses of gpu.js, as it is at run time, and loading it. gpu.js is loaded when a gpu backend is first
// asked for, so nobody else pays for it.

import { notInstalled } from './advice.ts';
import { isNotFound } from './dawn.ts';
import type { Extents } from './layout.ts';

/** `[z][y]` of x values. */
export type NestedRows = readonly (readonly Float32Array[])[];

/**
 * A result that is passed on: in an orchestration an opaque name, outside one a device's buffer or a texture, with these
 * methods, or on the processor the nested rows themselves.
 */
export interface Handle {
  readonly toArray?: () => NestedRows | Promise<NestedRows>;
  readonly delete?: () => void;
}

export interface GpuKernel {
  (...inputs: readonly unknown[]): Handle | Promise<Handle>;
  /** What runs, after the first call. */
  readonly kernel: { readonly constructor: { readonly mode?: string }; readonly fallbackReason?: string };
}

/** A compiled plan of kernels. */
export interface Pipeline {
  (...inputs: readonly unknown[]): Promise<Readonly<Record<string, NestedRows>>>;
  /** The mode whose kernels really ran; null before the first call. */
  readonly backend: string | null;
  readonly executorKind: string;
  /** Why a fused executor declined the plan. */
  readonly fallbackReason: string | null;
  destroy(): Promise<void>;
}

export interface Gpu {
  createKernel(source: string, settings: object): GpuKernel;
  createPipeline(
    orchestration: (...inputs: Handle[]) => Record<string, Handle | undefined>,
    settings: { readonly threads: boolean },
  ): Pipeline;
  destroy(): Promise<void>;
}

export interface GpuJs {
  readonly GPU: {
    new (settings: { readonly mode: string }): Gpu;
    readonly isHeadlessGLSupported: boolean;
    readonly isWebGLSupported: boolean;
    readonly isWebGL2Supported: boolean;
    readonly isWebAssemblySupported: boolean;
  };
  /** The device that all WebGPU kernels share. */
  readonly WebGPUContext: { destroy(): Promise<void> };
  input(values: Float32Array, size: Extents): unknown;
}

/** gpu.js, or why it is not there and how to get it. */
export async function findGpuJs(): Promise<GpuJs | string> {
  try {
    const module: { default?: unknown } = await import('gpu.js');
    return (module.default ?? module) as GpuJs;
  } catch (error) {
    if (isNotFound(error)) return notInstalled('gpu.js');
    throw error;
  }
}
