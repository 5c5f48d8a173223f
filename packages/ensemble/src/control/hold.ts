/** The right to work on a run, which its owner has until it ends. Where it comes from (a lock file, a queue) is not told. */
export interface RunHold {
  /** Of this one taking of it. Requests from outside name it, so that they reach no other process. */
  readonly token: string;
  /**
   * Says that its process lives, at least once a minute.
   * @throws {EnsembleError} `run-locked` if another has taken the run: nothing may be written to it any more
   */
  touch(): Promise<void>;
}

/** A hold that is given back. */
export interface RunLock extends RunHold {
  /** What it does not keep out, for the user to read. */
  readonly warning?: string;
  /** Lets others take the run. */
  release(): Promise<void>;
}
