// Runs the comparison: in each round Convoy and a peer in turn, A B A B …, so that what disturbs one disturbs the other.

import { measurePeakGflops } from '@convoy/kernels/internal';
import type { Bench } from './benches.ts';
import type { Competitor, TurnLength } from './competitor.ts';
import { convoy } from './competitors/convoy.ts';
import { playTurn } from './turn.ts';

/** Convoy and a peer, one right after the other. */
export interface Pair {
  readonly convoy: number;
  readonly peer: number;
}

export interface PeerResult {
  readonly peer: Competitor;
  readonly pairs: readonly Pair[];
  /** Why it did not finish its rounds. */
  readonly failure: string | null;
}

export interface BenchResult {
  readonly bench: Bench;
  readonly peers: readonly PeerResult[];
}

export interface CompareOptions {
  readonly rounds: number;
  readonly length: TurnLength;
  readonly signal: AbortSignal;
  readonly onTurn: (turn: {
    readonly bench: Bench;
    readonly round: number;
    readonly competitor: Competitor;
    /** Null where it failed. */
    readonly imagesPerSecond: number | null;
  }) => void;
  /** Once a round: GFLOP/s of a loop on registers alone. */
  readonly onPeak: (gflops: number) => void;
}

/** For processes to start, libraries to load and graphs to compile; and for a last step that began just before the end. */
const startSeconds = 120;

/** As far as it got, if it was stopped by the signal. */
export async function compare(
  bench: Bench,
  peers: readonly Competitor[],
  options: CompareOptions,
): Promise<BenchResult> {
  const { rounds, length, signal, onTurn, onPeak } = options;
  const results = peers.map((peer) => ({ peer, pairs: [] as Pair[], failure: null as string | null }));
  const play = async (round: number, competitor: Competitor): Promise<number> => {
    const commands = await competitor.commands(bench, length);
    const limitSeconds = startSeconds + 4 * (length.seconds + length.warmupSeconds);
    try {
      const { imagesPerSecond } = await playTurn({
        commands,
        parameters: bench.parameters,
        limitSeconds,
        signal,
      });
      onTurn({ bench, round, competitor, imagesPerSecond });
      return imagesPerSecond;
    } catch (error) {
      if (!signal.aborted) onTurn({ bench, round, competitor, imagesPerSecond: null });
      throw error;
    }
  };
  for (let round = 1; round <= rounds; round++) {
    onPeak(await measurePeakGflops());
    for (const result of results) {
      if (result.failure !== null) continue;
      // Convoy's own failure ends the comparison: there is nothing to compare with.
      const ours = signal.aborted ? null : await unlessAborted(signal, play(round, convoy));
      if (ours === null) return { bench, peers: results };
      try {
        const theirs = await unlessAborted(signal, play(round, result.peer));
        if (theirs === null) return { bench, peers: results };
        result.pairs.push({ convoy: ours, peer: theirs });
      } catch (error) {
        result.failure = error instanceof Error ? error.message : String(error);
      }
    }
  }
  return { bench, peers: results };
}

async function unlessAborted(signal: AbortSignal, turn: Promise<number>): Promise<number | null> {
  try {
    return await turn;
  } catch (error) {
    if (signal.aborted) return null;
    throw error;
  }
}
