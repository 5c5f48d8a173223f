// The models of a server, by name and version. A request takes the predictor that is there when it comes; a reload puts
// another in its place, and the old one finishes what it has.

import { messageOf, ServeError } from '../errors.ts';
import { type PredictorOptions, resolvePredictorOptions } from '../predictor/options.ts';
import { createPredictor, type Predictor } from '../predictor/predictor.ts';
import { createStatistics, type Statistics } from '../predictor/statistics.ts';
import { type ModelSource, resolveSource } from './source.ts';
import { watchRun } from './watch.ts';

/** A run that is served. */
export interface ServedModel {
  readonly name: string;
  readonly version: string;
  readonly run: string;
  /** Counts go on over reloads. */
  readonly statistics: Statistics;
  /** Null while it loads. */
  readonly predictor: Predictor | null;
}

/** What became of a run that was replaced on disk. */
export interface Reload {
  readonly model: string;
  readonly version: string;
  /** Why the new one is refused; null if it is served now. */
  readonly refused: string | null;
}

/** The models of a server. Made by `createModels`. */
export interface Models {
  /** Resolves when every model can predict; rejects if one cannot. */
  readonly loaded: Promise<void>;
  /** Whether every model can predict and none is being shut down. */
  readonly isReady: boolean;
  readonly isDraining: boolean;
  readonly all: readonly ServedModel[];
  /** The one of this version, or the newest. @throws {ServeError} `not-found` */
  find(name: string, version?: string): ServedModel;
  /** Reads every run again; the old one stays where the new one is damaged. */
  reload(): Promise<readonly Reload[]>;
  /** Reloads a run whenever its file changes. */
  watch(onReload: (reload: Reload) => void): void;
  /** From now on nothing is ready. */
  drain(): void;
  /** Finishes open calls and ends all workers. */
  close(): Promise<void>;
}

interface Entry extends ServedModel {
  predictor: Predictor | null;
  /** Reloads of one model come one after the other. */
  turn: Promise<unknown>;
}

/**
 * Begins to load runs, each into worker threads of its own.
 * @throws {ServeError} `invalid-option` if an option is wrong, or two runs have one name and version
 */
export function createModels(sources: readonly ModelSource[], options: PredictorOptions = {}): Models {
  resolvePredictorOptions(options);
  const entries = sources.map(resolveSource).map(
    (source): Entry => ({
      ...source,
      statistics: createStatistics(),
      predictor: null,
      turn: Promise.resolve(),
    }),
  );
  requireDistinct(entries);
  const watches: { stop(): void }[] = [];
  let draining = false;

  async function load(entry: Entry): Promise<void> {
    const predictor = await createPredictor(entry.run, options, entry.statistics);
    const old = entry.predictor;
    if (draining) return predictor.close();
    entry.predictor = predictor;
    void old?.close();
  }

  function reloadOne(entry: Entry): Promise<Reload> {
    const { name: model, version } = entry;
    const reload = entry.turn
      .then(() => load(entry))
      .then(
        () => ({ model, version, refused: null }),
        (error: unknown) => ({ model, version, refused: messageOf(error) }),
      );
    entry.turn = reload;
    return reload;
  }

  const loaded = Promise.all(entries.map(load)).then(() => undefined);
  loaded.catch(() => undefined); // for those who wait for it
  for (const entry of entries) entry.turn = loaded.catch(() => undefined);

  return {
    loaded,
    all: entries,
    get isReady() {
      return !draining && entries.every(({ predictor }) => predictor !== null);
    },
    get isDraining() {
      return draining;
    },
    find(name, version) {
      const named = entries.filter((entry) => entry.name === name);
      const found = version === undefined ? newest(named) : named.find((entry) => entry.version === version);
      if (found !== undefined) return found;
      const known = entries.map((entry) => `${entry.name} (version ${entry.version})`).join(', ');
      const asked = version === undefined ? name : `${name}, version ${version}`;
      throw new ServeError('not-found', `model: ${asked} is not served here, only ${known}`);
    },
    reload: () => Promise.all(entries.map(reloadOne)),
    watch(onReload) {
      for (const entry of entries) {
        watches.push(watchRun(entry.run, async () => onReload(await reloadOne(entry))));
      }
    },
    drain() {
      draining = true;
      for (const { stop } of watches) stop();
    },
    async close() {
      this.drain();
      await Promise.allSettled(entries.map(({ turn }) => turn));
      await Promise.all(entries.map(({ predictor }) => predictor?.close()));
    },
  };
}

function requireDistinct(entries: readonly Entry[]): void {
  if (entries.length === 0) throw new ServeError('invalid-option', 'runs: expected at least one, got none');
  for (const [at, { name, version, run }] of entries.entries()) {
    const other = entries.findIndex((entry) => entry.name === name && entry.version === version);
    if (other === at) continue;
    throw new ServeError(
      'invalid-option',
      `${run}: expected a name and version of its own, got ${name}:${version} as ${entries[other]?.run}. ` +
        `Write it as ${name}:2=${run}`,
    );
  }
}

/** Versions are compared as numbers where both are, so that 10 comes after 9. */
function newest(entries: readonly Entry[]): Entry | undefined {
  return entries.toSorted((a, b) => a.version.localeCompare(b.version, 'en', { numeric: true })).at(-1);
}
