// What the command line of `pnpm bench:peers` says.

import { parseArgs } from 'node:util';
import { positiveNumber, UsageError, wholeNumber } from '../usage.ts';

export interface PeersOptions {
  readonly rounds: number;
  readonly seconds: number;
  readonly warmupSeconds: number;
  readonly members: number;
  readonly airbenchBatchSize: number;
  /** Benches and peers, by name; all if empty. */
  readonly only: readonly string[];
  readonly list: boolean;
  readonly json: boolean;
  readonly out: string | null;
  readonly help: boolean;
}

export const usage = `usage: pnpm bench:peers [options]

Compares Convoy with other libraries on this machine, in turn: Convoy, a peer, Convoy, a peer …

  --rounds N           rounds (default 5; fewer show little)
  --seconds S          measured in each turn (default 10)
  --warmup-seconds S   worked before, not measured (default 1)
  --members N          networks trained at once (default 2)
  --airbench-batch N   images a step of airbench94 (default 512)
  --only NAMES         benches and peers, by name, with commas between (default: all)
  --list               say which there are, and which are installed
  --json               print one JSON object instead of tables
  --out FILE           write that object to a file as well

example: pnpm bench:peers --only lecture-train,pytorch --rounds 7 --out peers.json`;

/** @throws {UsageError} */
export function readOptions(args: readonly string[]): PeersOptions {
  const { values } = parse(args);
  return {
    rounds: wholeNumber('rounds', values.rounds),
    seconds: positiveNumber('seconds', values.seconds),
    warmupSeconds: positiveNumber('warmup-seconds', values['warmup-seconds']),
    members: wholeNumber('members', values.members),
    airbenchBatchSize: wholeNumber('airbench-batch', values['airbench-batch']),
    only: values.only.split(',').filter((name) => name !== ''),
    list: values.list,
    json: values.json,
    out: values.out ?? null,
    help: values.help,
  };
}

function parse(args: readonly string[]) {
  const text = (value: string) => ({ type: 'string', default: value }) as const;
  const flag = { type: 'boolean', default: false } as const;
  try {
    return parseArgs({
      args: [...args],
      options: {
        rounds: text('5'),
        seconds: text('10'),
        'warmup-seconds': text('1'),
        members: text('2'),
        'airbench-batch': text('512'),
        only: text(''),
        list: flag,
        json: flag,
        out: { type: 'string' },
        help: { ...flag, short: 'h' },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

/** Those named; all if none of this kind is named. @throws {UsageError} if a name is neither a bench nor a peer */
export function choose<T extends { readonly name: string }>(
  of: readonly T[],
  only: readonly string[],
  others: readonly { readonly name: string }[],
): readonly T[] {
  const known = [...of, ...others].map(({ name }) => name);
  const unknown = only.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new UsageError(`--only: no bench or peer is named ${unknown}. There are: ${known.join(', ')}`);
  }
  const chosen = of.filter(({ name }) => only.includes(name));
  return chosen.length === 0 ? of : chosen;
}
