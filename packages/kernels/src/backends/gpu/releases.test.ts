import { expect, it } from 'vitest';
import { devicesReleased, trackRelease } from './releases.ts';

it('waits for every release under way, also for one that fails, and for none that has ended', async () => {
  const settled: string[] = [];
  let free = () => {};
  const slow = new Promise<void>((resolve) => {
    free = () => {
      settled.push('device');
      resolve();
    };
  });
  const lost = Promise.reject(new Error('device lost'));
  trackRelease(slow);
  expect(trackRelease(lost)).toBe(lost);
  await expect(lost).rejects.toThrow('device lost');

  const released = devicesReleased().then(() => settled.push('thread may end'));
  await new Promise(setImmediate);
  free();
  await released;
  expect(settled).toEqual(['device', 'thread may end']);
  await devicesReleased();
});
