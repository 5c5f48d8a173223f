// The outcome as plain data: medians and spreads, and for each pair of turns how many times as fast Convoy was.

import { type Spread, spreadOf } from '@convoy/ensemble/internal';
import type { BenchResult, Pair, PeerResult } from './compare.ts';
import type { Presence } from './competitor.ts';
import type { Machine } from './machine.ts';
import type { PeersOptions } from './options.ts';

export interface PeerReport {
  readonly name: string;
  readonly title: string;
  readonly versions: Readonly<Record<string, string>>;
  /** Null if it finished no turn. */
  readonly imagesPerSecond: Spread | null;
  /** Convoy's rate by the peer's, of turns that followed each other. */
  readonly ratio: Spread | null;
  readonly pairs: readonly Pair[];
  readonly failure: string | null;
}

export interface BenchReport {
  readonly name: string;
  readonly title: string;
  readonly note: string | null;
  readonly members: number;
  readonly batchSize: number;
  readonly parameters: number;
  /** Of all of Convoy's turns that a peer's turn followed. */
  readonly convoy: Spread | null;
  readonly peers: readonly PeerReport[];
}

export interface Skipped {
  readonly name: string;
  readonly why: string;
  readonly howToInstall: string;
}

export interface Report {
  readonly benchmark: 'peers';
  readonly machine: Machine;
  readonly versions: Readonly<Record<string, string>>;
  readonly settings: Pick<PeersOptions, 'rounds' | 'seconds' | 'warmupSeconds'>;
  /** Of one processor: a loop of multiply-adds on registers alone, once a round. */
  readonly peakGflops: Spread | null;
  readonly benches: readonly BenchReport[];
  readonly skipped: readonly Skipped[];
  /** Whether it was stopped before its last round. */
  readonly interrupted: boolean;
}

export function benchReport(
  { bench, peers }: BenchResult,
  presences: ReadonlyMap<string, Presence>,
): BenchReport {
  const { name, title, note, members, batchSize, parameters } = bench;
  const pairs = peers.flatMap((peer) => peer.pairs);
  return {
    name,
    title,
    note,
    members,
    batchSize,
    parameters,
    convoy: spread(pairs.map(({ convoy }) => convoy)),
    peers: peers.map((peer) => peerReport(peer, presences.get(peer.peer.name))),
  };
}

function peerReport({ peer, pairs, failure }: PeerResult, presence: Presence | undefined): PeerReport {
  return {
    name: peer.name,
    title: peer.title,
    versions: presence?.installed ? presence.versions : {},
    imagesPerSecond: spread(pairs.map((pair) => pair.peer)),
    ratio: spread(pairs.map(({ convoy, peer }) => convoy / peer)),
    pairs,
    failure,
  };
}

export function spread(values: readonly number[]): Spread | null {
  return values.length === 0 ? null : spreadOf(values);
}
