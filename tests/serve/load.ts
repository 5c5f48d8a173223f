// Many clients at once, each of whose answers is compared with `Ensemble.predict`, while workers are killed and the run
// is replaced. Used by the test, and for longer by `pnpm test:soak`.

import { readFile, rename, writeFile } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import type { Prediction } from '@convoy/ensemble';
import { inferBody } from './client.ts';
import type { Program } from './program.ts';
import { image, imageCount, probabilitiesOf } from './runs.ts';

export interface Load {
  readonly served: Program;
  /** The run that is served, and what it is replaced with in turn. */
  readonly run: string;
  readonly others: readonly string[];
  /** What may be answered: the prediction of each of `others`. */
  readonly expected: readonly Prediction[];
  readonly requests: number;
  readonly connections: number;
  /** Kills and reloads in turn, this many of each, at even distances. */
  readonly disturbances: number;
}

export interface Loaded {
  readonly answered: number;
  /** How many answers were of each of `others`. */
  readonly byRun: readonly number[];
  /** Whatever was wrong, in words; empty if nothing was. */
  readonly faults: readonly string[];
  /** 99th percentile of how late the server's event loop was, in milliseconds. */
  readonly eventLoopDelay: number;
}

export async function loadServer(load: Load): Promise<Loaded> {
  const { served, expected, requests, connections, disturbances } = load;
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const byRun = expected.map(() => 0);
  const faults: string[] = [];
  let sent = 0;
  let answered = 0;

  async function client(): Promise<void> {
    while (sent < requests) {
      const at = sent++;
      const { status, text } = await infer(served.url, at, agent);
      answered += 1;
      const fault = status === 200 ? count(at, text) : `status ${status}: ${text}`;
      if (fault !== null) faults.push(`request ${at}: ${fault}`);
    }
  }
  function count(at: number, text: string): string | null {
    const { data } = JSON.parse(text).outputs[0];
    const which = expected.findIndex((one) => sameNumbers(data, probabilitiesOf(one, at)));
    if (which < 0) return `not what any run predicts: ${text}`;
    byRun[which] = (byRun[which] ?? 0) + 1;
    return null;
  }
  async function disturb(): Promise<void> {
    for (let n = 0; n < 2 * disturbances; n++) {
      const when = ((n + 1) * requests) / (2 * disturbances + 1);
      while (answered < when) await new Promise((resolve) => setTimeout(resolve, 2));
      if (n % 2 === 0) await served.tell('kill-worker');
      else {
        await replaceRun(load.run, load.others[((n + 1) / 2) % load.others.length] ?? '');
        await served.tell('reload');
      }
    }
  }
  await Promise.all([disturb(), ...Array.from({ length: connections }, client)]);
  agent.destroy();
  const metrics = await (await fetch(`${served.url}/metrics`)).text();
  const delay = /^convoy_event_loop_delay_seconds\{quantile="0.99"\} (.*)$/m.exec(metrics)?.[1];
  return { answered, byRun, faults, eventLoopDelay: 1000 * Number(delay) };
}

async function replaceRun(run: string, by: string): Promise<void> {
  await writeFile(join(run, 'next'), await readFile(join(by, 'ensemble.convoy')));
  await rename(join(run, 'next'), join(run, 'ensemble.convoy'));
}

const bodies = Array.from({ length: imageCount }, (_, at) => inferBody(image(at), 1));

function infer(url: string, at: number, agent: Agent): Promise<{ status: number; text: string }> {
  const { body, headers } = bodies[at % imageCount] as (typeof bodies)[number];
  return new Promise((resolve, reject) => {
    const sending = request(`${url}/v2/models/m/infer`, { method: 'POST', agent, headers }, (response) => {
      let text = '';
      response.on('data', (chunk) => {
        text += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
      response.on('error', reject);
    });
    sending.on('error', reject);
    sending.end(body);
  });
}

function sameNumbers(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((value, at) => value === b[at]);
}
