import { expect, test } from 'vitest';
import { jobId, type MemberJob, parseJob } from './job.ts';

const job: MemberJob = {
  version: 1,
  run: 'team/digits',
  member: 3,
  configuration: 'a'.repeat(64),
  dataset: '0'.repeat(64),
  kernels: 'x64-fma',
};

test('a job is the same after a way through JSON and the check', () => {
  expect(parseJob(JSON.parse(JSON.stringify(job)))).toEqual(job);
});

test.each([
  ['another version', { ...job, version: 2 }],
  ['a run outside of the store', { ...job, run: '../etc' }],
  ['a run behind a link upward', { ...job, run: 'a/../b' }],
  ['an absolute run', { ...job, run: '/etc' }],
  ['a hidden run', { ...job, run: 'a/.b' }],
  ['a member that is no number', { ...job, member: '3' }],
  ['a negative member', { ...job, member: -1 }],
  ['a digest of another length', { ...job, configuration: 'abc' }],
  ['a digest that is a path', { ...job, dataset: `../${'a'.repeat(61)}` }],
  ['kernels with a space', { ...job, kernels: 'x64 fma' }],
  ['more than a job has', { ...job, code: 'process.exit()' }],
  ['a missing field', { ...job, dataset: undefined }],
  ['text', 'job'],
  ['nothing', null],
])('%s is refused', (_, data) => {
  expect(() => parseJob(data)).toThrow(expect.objectContaining({ code: 'invalid-job' }));
});

test('a refusal names the field', () => {
  expect(() => parseJob({ ...job, run: '../etc' })).toThrow(
    /expected the name of a run under the root of the store[\s\S]*at run/,
  );
});

test('jobs of one member share their id, and no others do', () => {
  expect(jobId({ ...job })).toBe(jobId(job));
  const others = [
    { ...job, member: 4 },
    { ...job, run: 'team/other' },
    { ...job, configuration: 'b'.repeat(64) },
  ];
  expect(new Set([job, ...others].map(jobId)).size).toBe(4);
  expect(jobId(job)).not.toContain(':');
});
