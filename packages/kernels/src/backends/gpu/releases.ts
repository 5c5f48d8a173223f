// Devices that are on their way to be free. It takes a turn of the event loop or more after `dispose`; a thread that is
// ended in between takes the whole process with it, because Dawn then finds no JavaScript to tell of it.

const pending = new Set<Promise<void>>();

/** Counts a release as pending until it has ended, well or badly. */
export function trackRelease(release: Promise<void>): Promise<void> {
  pending.add(release);
  const forget = () => void pending.delete(release);
  release.then(forget, forget);
  return release;
}

/** Resolves when everything that was disposed of before is free. Await it before ending a thread that used a GPU. */
export async function devicesReleased(): Promise<void> {
  await Promise.allSettled(pending);
}
