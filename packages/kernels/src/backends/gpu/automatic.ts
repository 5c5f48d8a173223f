// Whether `auto` should leave the processor for a GPU: only for real hardware, and only where a step of the model's own
// is faster there.

import type { Backend } from '../../backend.ts';
import { requestAdapter } from './adapter.ts';
import { millisecondsOfStep, type Trial } from './trial.ts';

/** What `auto` takes here, and why. */
export interface AutomaticChoice {
  readonly backend: Backend;
  /** Why, for people: what was found and measured. */
  readonly reason: string;
}

/**
 * The faster of `processor` and this machine's GPU, if it has one that WebGPU reaches. Never throws for lack of one.
 * @param trial makes what is measured; called only where there is a GPU. Without it the processor is kept.
 */
export async function preferGpu(processor: Backend, trial?: () => Trial): Promise<AutomaticChoice> {
  const keep = (reason: string) => ({ backend: processor, reason });
  const adapter = await requestAdapter();
  if (typeof adapter === 'string') return keep(`no GPU: ${adapter}`);
  if (adapter.isSoftware) return keep(`no GPU: ${adapter.name} is software`);
  if (trial === undefined)
    return keep(`${adapter.name} was found; without a model there is no step to measure`);
  try {
    const { createGpuBackend } = await import('./backend.ts');
    return await fasterOf(processor, await createGpuBackend('webgpu'), trial());
  } catch (error) {
    return keep(`the GPU cannot be used: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Measures the trial on both. */
export async function fasterOf(processor: Backend, gpu: Backend, trial: Trial): Promise<AutomaticChoice> {
  const onProcessor = await millisecondsOfStep(processor, trial);
  const onGpu = await millisecondsOfStep(gpu, trial);
  const milliseconds = (value: number) => `${value.toPrecision(3)} ms`;
  const { adapter = gpu.name } = gpu.details;
  const reason = `${trial.program} took ${milliseconds(onGpu)} on ${adapter}, ${milliseconds(onProcessor)} on ${processor.name}`;
  return { backend: onGpu < onProcessor ? gpu : processor, reason };
}
