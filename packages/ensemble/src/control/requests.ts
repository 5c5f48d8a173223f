// What is asked of a run from outside, as values in its store: `control/ID.request`, and `control/ID.answer` once it has
// been done. A request names the hold of the process that it is meant for, and no clock takes part.

import * as z from 'zod/mini';
import { CONTROL_PREFIX } from '../store/keys.ts';
import { type RunStore, readText } from '../store/runStore.ts';

export const controlCommands = ['pause', 'continue', 'stop'] as const;
/** What another process may ask of a run. */
export type ControlCommand = (typeof controlCommands)[number];

const requestSchema = z.object({ command: z.enum(controlCommands), token: z.string() });
export type ControlRequest = Readonly<z.infer<typeof requestSchema>>;

export const requestKey = (id: string) => `${CONTROL_PREFIX}${id}.request`;
export const answerKey = (id: string) => `${CONTROL_PREFIX}${id}.answer`;

/** Those that wait, in the order of their names. */
export async function waitingRequests(store: RunStore): Promise<readonly string[]> {
  const pattern = /^control\/([^/]+)\.request$/;
  return (await store.list(CONTROL_PREFIX)).flatMap((key) => pattern.exec(key)?.[1] ?? []);
}

export function writeRequest(store: RunStore, id: string, request: ControlRequest): Promise<void> {
  return store.write(requestKey(id), new TextEncoder().encode(JSON.stringify(request)), { durable: false });
}

/** Null if it is gone, or no request. */
export async function readRequest(store: RunStore, id: string): Promise<ControlRequest | null> {
  const text = await readText(store, requestKey(id));
  if (text === null) return null;
  try {
    return requestSchema.parse(JSON.parse(text));
  } catch {
    return null; // Of another version, or of somebody who wrote a file here: it is removed, and never answered.
  }
}

/** Says that a request has been done. */
export async function writeAnswer(store: RunStore, id: string): Promise<void> {
  await store.write(answerKey(id), new TextEncoder().encode('done'), { durable: false });
}
