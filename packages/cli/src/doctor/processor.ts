// The processor, and how much of it this process may use.

import { availableParallelism, cpus } from 'node:os';
import { hasRelaxedSimd, hasSimd } from '@convoy/kernels/internal';

export interface Processor {
  readonly cpu: string;
  /** That this process may use. */
  readonly cores: number;
  /** That the machine has. */
  readonly processors: number;
  /** `relaxed` has fused multiply-add, `none` cannot run the WASM backend. */
  readonly simd: 'relaxed' | 'plain' | 'none';
}

export function surveyProcessor(): Processor {
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    processors: cpus().length,
    simd: hasRelaxedSimd() ? 'relaxed' : hasSimd() ? 'plain' : 'none',
  };
}

/** A sentence for each lack. */
export function processorAdvice({ cores, processors, simd }: Processor): string[] {
  const advice: string[] = [];
  if (simd === 'none') {
    advice.push(
      'This JavaScript engine has no WebAssembly SIMD, which --backend wasm needs: install Node 22 or newer.',
    );
  }
  if (simd === 'plain') {
    advice.push(
      'This Node or processor has no relaxed SIMD: Node 22 or newer on a processor with FMA is faster.',
    );
  }
  if (cores === 1) advice.push('There is one processor: members train one after the other.');
  else if (cores < processors) {
    advice.push(
      `This process may use ${cores} of ${processors} processors: its container, cgroup or affinity holds it back.`,
    );
  }
  return advice;
}

const simdWords: Record<Processor['simd'], string> = {
  relaxed: 'relaxed SIMD: vectors with fused multiply-add',
  plain: 'plain SIMD: vectors without fused multiply-add',
  none: 'no SIMD',
};

export function simdLine({ simd }: Processor): string {
  return simdWords[simd];
}
