// One turn of one competitor: its processes warm up, start together, measure the same stretch of time, and end.
//
// What a process promises: when warm it prints a line {"ready": {"parameters": …}}, begins when a line comes
// on its standard input, prints {"imagesPerSecond": …} and ends. If its standard input ends first, so does it: nothing is
// left behind when whoever compares is killed. Everything else that it prints is ignored.

import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import type { Command } from './competitor.ts';

export interface TurnResult {
  /** The sum over the processes. */
  readonly imagesPerSecond: number;
}

export interface TurnOptions {
  readonly commands: readonly Command[];
  /** Of the network that must be run. */
  readonly parameters: number;
  /** After which a turn is given up: something hangs. */
  readonly limitSeconds: number;
  readonly signal: AbortSignal;
}

/** @throws {Error} if a process fails, runs another network, or hangs; all of them are gone then */
export async function playTurn({
  commands,
  parameters,
  limitSeconds,
  signal,
}: TurnOptions): Promise<TurnResult> {
  const ending = new AbortController();
  const limit = AbortSignal.any([signal, ending.signal]);
  const processes = commands.map((command) => startProcess(command, limit));
  try {
    const play = async (): Promise<TurnResult> => {
      for (const found of await Promise.all(processes.map(({ ready }) => ready))) {
        if (found === parameters) continue;
        throw new Error(`runs another network: expected ${parameters} parameters, found ${found}`);
      }
      for (const { begin } of processes) begin();
      const rates = await Promise.all(processes.map(({ result }) => result));
      await Promise.all(processes.map(({ ended }) => ended));
      return { imagesPerSecond: rates.reduce((sum, rate) => sum + rate, 0) };
    };
    const hang = async (): Promise<never> => {
      await setTimeout(limitSeconds * 1000, undefined, { signal: limit });
      throw new Error(`gave up after ${limitSeconds} s: it hangs`);
    };
    return await Promise.race([play(), hang()]);
  } finally {
    ending.abort();
    await Promise.allSettled(processes.map(({ ended }) => ended));
  }
}

interface PlayingProcess {
  /** How many parameters its network has. */
  readonly ready: Promise<number>;
  begin(): void;
  readonly result: Promise<number>;
  readonly ended: Promise<void>;
}

function startProcess({ file, args, env = {} }: Command, signal: AbortSignal): PlayingProcess {
  const child = spawn(file, args, {
    env: { ...process.env, ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
    signal,
    killSignal: 'SIGKILL',
  });
  const ready = Promise.withResolvers<number>();
  const result = Promise.withResolvers<number>();
  createInterface({ input: child.stdout }).on('line', (line) => {
    const message = readMessage(line);
    if (message.ready !== undefined) ready.resolve(message.ready.parameters);
    if (message.imagesPerSecond !== undefined) result.resolve(message.imagesPerSecond);
  });
  let complaints = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaints = (complaints + text).slice(-2000);
  });
  // A process that has ended takes no line; that it has ended is told below.
  child.stdin.on('error', () => {});
  const ended = endOf(child);
  ended.then(
    () => {
      const error = new Error(`ended without a result: ${complaints.trim() || 'it printed no error'}`);
      ready.reject(error);
      result.reject(error);
    },
    (error: unknown) => {
      ready.reject(error);
      result.reject(error);
    },
  );
  // Whoever waits for one of them may have left for the failure of another.
  for (const promise of [ready.promise, result.promise]) promise.catch(() => {});
  return {
    ready: ready.promise,
    begin: () => child.stdin.write('go\n'),
    result: result.promise,
    ended,
  };
}

/** Resolves when a process is gone and all that it printed was read, however it ended; rejects if it could not start. */
function endOf(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    child.on('error', (error) => {
      if (error.name !== 'AbortError') reject(error);
    });
    child.on('close', () => resolve());
  });
}

interface Message {
  readonly ready?: { readonly parameters: number };
  readonly imagesPerSecond?: number;
}

function readMessage(line: string): Message {
  if (!line.startsWith('{')) return {};
  try {
    return JSON.parse(line);
  } catch {
    return {};
  }
}
