import { afterEach, describe, expect, it, vi } from 'vitest';
import { createEventTurns, lastOf } from './yieldToEvents.ts';

afterEach(() => {
  vi.unstubAllGlobals();
});

/** Whether a message that was sent before has arrived after some turns. */
async function letsMessageIn(): Promise<boolean> {
  const { port1, port2 } = new MessageChannel();
  let arrived = false;
  port1.onmessage = () => {
    arrived = true;
  };
  port2.postMessage('hello');
  const turns = createEventTurns();
  for (let turn = 0; turn < 100 && !arrived; turn++) await turns.next();
  turns.close();
  port1.close();
  return arrived;
}

describe('a turn of the event loop', () => {
  it('lets messages in', async () => {
    expect(await letsMessageIn()).toBe(true);
  });

  it('lets messages in where there is no setImmediate, as in browsers', async () => {
    vi.stubGlobal('setImmediate', undefined);
    expect(await letsMessageIn()).toBe(true);
  });
});

describe('lastOf', () => {
  it('is the last value of a series', async () => {
    async function* series() {
      yield* [1, 2, 3];
    }
    expect(await lastOf(series())).toBe(3);
  });
});
