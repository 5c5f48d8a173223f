// The members that are trained at this moment, as one: paused, continued and stopped together.

import { EnsembleError } from '../errors.ts';
import type { RunningMember } from '../executor/executor.ts';

export class Crew {
  readonly #members = new Set<RunningMember>();
  /** Those that have answered that they are paused. */
  readonly #resting = new Set<RunningMember>();
  #isPaused = false;

  get isPaused(): boolean {
    return this.#isPaused;
  }

  /** A member that starts while the others are paused is paused, too, before its first batch ends. */
  add(member: RunningMember): void {
    this.#members.add(member);
    if (this.#isPaused) void unlessEnded(this.#pause(member));
  }

  delete(member: RunningMember): void {
    this.#members.delete(member);
    this.#resting.delete(member);
  }

  /** Resolves when none trains any more. */
  async pause(): Promise<void> {
    this.#isPaused = true;
    await Promise.all(Array.from(this.#members, (member) => unlessEnded(this.#pause(member))));
  }

  async continue(): Promise<void> {
    this.#isPaused = false;
    this.#resting.clear();
    await Promise.all(Array.from(this.#members, (member) => unlessEnded(member.resume())));
  }

  /** Whether a member is paused, and so gives no sign of life. */
  rests(member: RunningMember): boolean {
    return this.#resting.has(member);
  }

  async #pause(member: RunningMember): Promise<void> {
    await member.pause();
    if (this.#isPaused) this.#resting.add(member);
  }

  /** Asks all to stop after their batch, paused or not. */
  stop(): void {
    for (const member of this.#members) member.stop();
  }

  /** Ends all at once. */
  kill(): void {
    for (const member of this.#members) member.kill();
  }
}

/** A member that has just ended needs telling nothing. */
async function unlessEnded(call: Promise<void>): Promise<void> {
  try {
    await call;
  } catch (error) {
    if (!(error instanceof EnsembleError && error.code === 'member-ended')) throw error;
  }
}
