// Ends a member that gives no sign of life: its thread hangs, and would keep the run from ever ending.

import type { RunningMember } from '../executor/executor.ts';

/** How often a member is looked at, at most. */
const LOOK_MS = 1000;

/**
 * Ends the member after `timeoutSeconds` without a sign of life in which it could have given one. Between two looks counts
 * no more than twice the time that was meant to pass: what is beyond it, this process or the machine was suspended.
 * @param rests whether it is paused, and so can give none
 * @returns stops watching
 */
export function watchMember(
  member: RunningMember,
  rests: () => boolean,
  timeoutSeconds: number,
  now: () => number = () => performance.now(),
): () => void {
  if (timeoutSeconds === 0) return () => undefined;
  const interval = Math.min(LOOK_MS, (timeoutSeconds * 1000) / 4);
  let silence = 0;
  let sign = member.lastSign();
  let lookedAt = now();
  const timer = setInterval(() => {
    const passed = Math.min(now() - lookedAt, 2 * interval);
    lookedAt = now();
    const isAlive = member.lastSign() !== sign || rests();
    sign = member.lastSign();
    silence = isAlive ? 0 : silence + passed;
    if (silence < timeoutSeconds * 1000) return;
    clearInterval(timer);
    member.kill();
  }, interval);
  return () => clearInterval(timer);
}
