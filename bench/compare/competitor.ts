import type { Bench } from './benches.ts';

/** A process of a turn. It warms up, says `ready`, waits for a line, measures, prints its rate: see `turn.ts`. */
export interface Command {
  readonly file: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

export interface TurnLength {
  readonly seconds: number;
  readonly warmupSeconds: number;
}

export type Presence =
  | { readonly installed: true; readonly versions: Readonly<Record<string, string>> }
  | { readonly installed: false; readonly why: string; readonly howToInstall: string };

export interface Competitor {
  /** On the command line. */
  readonly name: string;
  readonly title: string;
  takesPartIn(bench: Bench): boolean;
  look(): Promise<Presence>;
  /** The processes of one turn; together they hold all members of the bench. */
  commands(bench: Bench, length: TurnLength): Promise<readonly Command[]>;
}

/** The flags that all scripts share. */
export function flags({ batchSize }: Bench, { seconds, warmupSeconds }: TurnLength): readonly string[] {
  return [
    ...['--batch-size', `${batchSize}`],
    ...['--seconds', `${seconds}`],
    ...['--warmup-seconds', `${warmupSeconds}`],
    '--wait',
  ];
}

export function times<T>(count: number, item: T): readonly T[] {
  return Array.from({ length: count }, () => item);
}
