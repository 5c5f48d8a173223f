// Training on many machines: an executor whose members wait in a queue, and the workers that take them.

export { type Coordination, type CoordinationOptions, coordinateRun } from './coordinateRun.ts';
export { ClusterError, type ClusterErrorCode } from './errors.ts';
export { jobId, type MemberJob, parseJob } from './job/job.ts';
export { nameUnder, openRoot, runUnder, type StoreRoot } from './storeRoot.ts';
export { type HealthServer, serveHealth, type WorkerHealth } from './worker/health.ts';
export { type ClusterWorker, startWorker, type WorkerEvent, type WorkerOptions } from './worker/worker.ts';
