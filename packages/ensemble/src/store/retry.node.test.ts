import { readFile } from 'node:fs/promises';
import { CoreError } from '@convoy/core';
import { expect, test } from 'vitest';
import { systemCodeOf, withRetries } from './retry.node.ts';

/** Work that fails `failures` times with the system's `code`, and counts its attempts. */
function failing(code: string, failures: number) {
  let attempts = 0;
  return {
    attempts: () => attempts,
    async work() {
      attempts += 1;
      if (attempts <= failures) throw Object.assign(new Error(code), { code });
      return 'done';
    },
  };
}

test('an error that passes is waited out', async () => {
  for (const [code, failures] of [
    ['EIO', 2],
    ['EMFILE', 1],
    ['ENOSPC', 1],
  ] as const) {
    const { work, attempts } = failing(code, failures);
    expect(await withRetries(work)).toBe('done');
    expect(attempts()).toBe(failures + 1);
  }
});

test('an error that will not pass is thrown at once, and one that stays after a few attempts', async () => {
  for (const [code, expected] of [
    ['EROFS', 1],
    ['EACCES', 1],
    ['ENOSPC', 2],
    ['ENOENT', 5],
  ] as const) {
    const { work, attempts } = failing(code, Number.POSITIVE_INFINITY);
    await expect(withRetries(work)).rejects.toMatchObject({ code });
    expect(attempts()).toBe(expected);
  }
});

test('the system’s code is found behind errors that wrap it', async () => {
  const cause: unknown = await readFile('/no/such/file').catch((error: unknown) => error);
  expect(systemCodeOf(new CoreError('write-failed', 'cannot write', { cause }))).toBe('ENOENT');
  expect(systemCodeOf(new Error('another'))).toBeUndefined();
});
