// The server's side of the worker: each picture gets a number, by which its answer is found.

import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Answer, Reply } from './worker.ts';

export class PredictionWorker {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, PromiseWithResolvers<Answer>>();
  #next = 0;

  /** Resolves when the ensemble is loaded. */
  static async start(run: string): Promise<PredictionWorker> {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: { run } });
    await once(worker, 'message');
    return new PredictionWorker(worker);
  }

  private constructor(worker: Worker) {
    this.#worker = worker;
    worker.on('message', ({ id, answer, error }: Reply) => {
      const waiting = this.#waiting.get(id);
      this.#waiting.delete(id);
      if (answer) waiting?.resolve(answer);
      else waiting?.reject(new Error(error));
    });
    worker.on('error', (error) => this.#failAll(error));
    worker.on('exit', (code) => this.#failAll(new Error(`the worker ended with ${code}`)));
  }

  predict(picture: Uint8Array): Promise<Answer> {
    const id = this.#next++;
    const waiting = Promise.withResolvers<Answer>();
    this.#waiting.set(id, waiting);
    this.#worker.postMessage({ id, picture });
    return waiting.promise;
  }

  async stop(): Promise<void> {
    await this.#worker.terminate();
  }

  #failAll(error: unknown): void {
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}
