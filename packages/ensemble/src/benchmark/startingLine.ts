// Where threads wait for each other, so that all of them measure the same stretch of time.

/** `[missing]`, over a SharedArrayBuffer: how many have not arrived yet. */
export type StartingLine = Int32Array<SharedArrayBuffer>;

export function createStartingLine(threads: number): StartingLine {
  const line = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  line[0] = threads;
  return line;
}

/** Resolves once as many have called it as the line was made for. */
export async function arriveAndWait(line: StartingLine): Promise<void> {
  Atomics.sub(line, 0, 1);
  Atomics.notify(line, 0);
  await untilAllArrived(line);
}

/** Resolves once all have arrived, without being one of them. */
export async function untilAllArrived(line: StartingLine): Promise<void> {
  for (;;) {
    const missing = Atomics.load(line, 0);
    if (missing <= 0) return;
    await Atomics.waitAsync(line, 0, missing).value;
  }
}
