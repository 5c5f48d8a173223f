import type { StartingLine } from './startingLine.ts';

/** How far a benchmark is. */
export interface BenchmarkProgress {
  /** Compiling belongs to the warm-up. */
  readonly phase: 'warm-up' | 'measuring';
  /** Since the phase began. */
  readonly elapsedSeconds: number;
  /** How long the phase lasts, as far as that is known. */
  readonly seconds: number | null;
}

const intervalMilliseconds = 200;

/** Tells how far workers are, seen from where they start together. */
export function watchProgress(
  start: StartingLine,
  seconds: number,
  onProgress: ((progress: BenchmarkProgress) => void) | undefined,
): { close(): void } {
  if (onProgress === undefined) return { close() {} };
  let began = performance.now();
  let phase: BenchmarkProgress['phase'] = 'warm-up';
  const tell = () => {
    if (phase === 'warm-up' && Atomics.load(start, 0) <= 0) {
      phase = 'measuring';
      began = performance.now();
    }
    const elapsedSeconds = (performance.now() - began) / 1000;
    onProgress({ phase, elapsedSeconds, seconds: phase === 'measuring' ? seconds : null });
  };
  tell();
  const timer = setInterval(tell, intervalMilliseconds);
  return { close: () => clearInterval(timer) };
}
