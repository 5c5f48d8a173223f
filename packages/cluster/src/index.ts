// Training on many machines: jobs for a queue, one per member, and what their readers check.

export { ClusterError, type ClusterErrorCode } from './errors.ts';
export { jobId, type MemberJob, parseJob } from './job/job.ts';
