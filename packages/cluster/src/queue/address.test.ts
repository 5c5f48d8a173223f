import { expect, test } from 'vitest';
import { parseQueueUrl } from './address.ts';

test('a URL names host, port, database, user, password and prefix', () => {
  expect(parseQueueUrl('rediss://ann:p%40ss@queue.example:6380/2?prefix=team', {})).toEqual({
    host: 'queue.example',
    port: 6380,
    db: 2,
    tls: true,
    username: 'ann',
    password: 'p@ss',
    prefix: 'team',
    name: 'rediss://queue.example:6380/2?prefix=team',
  });
});

test('user and password may come from the environment, and everything else has a default', () => {
  const environment = { CONVOY_QUEUE_USER: 'bob', CONVOY_QUEUE_PASSWORD: 'secret' };
  expect(parseQueueUrl('redis://[::1]', environment)).toEqual({
    host: '::1',
    port: 6379,
    db: 0,
    tls: false,
    username: 'bob',
    password: 'secret',
    prefix: 'convoy',
    name: 'redis://[::1]:6379/0',
  });
});

test.each([
  ['http://127.0.0.1', /expected a URL such as redis/],
  ['127.0.0.1:6379', /expected a URL such as redis/],
  ['redis://127.0.0.1/jobs', /number of a database/],
  ['redis://127.0.0.1/0?prefix=a:b', /expected a prefix/],
  ['redis://127.0.0.1/0?family=6', /expected no parameter but prefix, got family/],
])('%s is refused', (url, message) => {
  expect(() => parseQueueUrl(url, {})).toThrow(message);
});

test('a refusal repeats no password', () => {
  expect(() => parseQueueUrl('http://ann:secret@127.0.0.1', {})).toThrow(/got http:\/\/127/);
});
