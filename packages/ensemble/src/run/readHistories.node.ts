// Reads what was measured of each finished member while it trained.

import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Seed } from '@convoy/core';
import * as z from 'zod/mini';
import { EnsembleError, messageOf } from '../errors.ts';
import type { EpochFigures, MemberFigures, SplitFigures } from '../events.ts';
import { HISTORY_FILE, MEMBERS_FOLDER } from './layout.ts';

/** A member's `history.json`. */
export interface MemberHistory extends MemberFigures {
  readonly seed: Seed;
  /** Null where no rows were set aside. */
  readonly validation: SplitFigures | null;
  /** All that the member took, its evaluation too. */
  readonly seconds: number;
  /** In their order; `epoch` counts from 1. */
  readonly history: readonly ({ readonly epoch: number } & EpochFigures)[];
}

const historySchema = z.looseObject({
  member: z.number(),
  seconds: z.number(),
  history: z.array(z.looseObject({ epoch: z.number(), loss: z.number(), accuracy: z.number() })),
});

/**
 * The histories of a run's finished members, in the order of their numbers.
 * @throws {EnsembleError} `unreadable` if one cannot be read
 */
export async function readHistories(run: string): Promise<MemberHistory[]> {
  const folder = join(run, MEMBERS_FOLDER);
  const histories: MemberHistory[] = [];
  for (const entry of await entriesOf(folder)) {
    const file = join(folder, entry, HISTORY_FILE);
    let text: string;
    try {
      text = await readFile(file, 'utf8');
    } catch (error) {
      if (isMissing(error)) continue; // A member that has not finished.
      throw unreadable(file, error);
    }
    try {
      histories.push(historySchema.parse(JSON.parse(text)) as unknown as MemberHistory);
    } catch (error) {
      throw unreadable(file, error);
    }
  }
  return histories.sort((a, b) => a.member - b.member);
}

async function entriesOf(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (isMissing(error)) return [];
    throw unreadable(folder, error);
  }
}

function isMissing(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'ENOENT' || code === 'ENOTDIR';
}

function unreadable(path: string, error: unknown): EnsembleError {
  return new EnsembleError('unreadable', `cannot read ${path}: ${messageOf(error)}`, { cause: error });
}
