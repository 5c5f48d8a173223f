// Owns a model's numbers. They live either here, in named arrays, or in an executable's buffers, once a backend has
// compiled the model; asking for another batch size or other settings moves them to a new executable.

import { type Backend, type Executable, type Graph, selectBackend } from '@convoy/kernels';
import { CoreError } from '../errors.ts';
import type { MetricSpec } from '../metrics/list.ts';
import type { OptimizerSpec } from '../optimizers/list.ts';
import { buildGraph, trialOf } from './buildGraph.ts';
import { createLock } from './lock.ts';
import type { LossSpec } from './losses/list.ts';
import type { ModelStructure } from './structure.ts';

export interface EngineSettings {
  readonly backend: string | Backend;
  readonly kernels: 'fast' | 'strict';
  /** Null where the model can only predict. */
  readonly training: {
    readonly loss: LossSpec;
    readonly optimizer: OptimizerSpec;
    /** Beside loss and accuracy. */
    readonly metrics: readonly MetricSpec[];
  } | null;
}

/** Rows that an executable must have room for. */
export type Room = { readonly exactly: number } | { readonly atLeast: number };

export class Engine {
  readonly structure: ModelStructure;
  /** Updates since the settings were last changed. */
  iterations = 0;
  #settings: EngineSettings = { backend: 'auto', kernels: 'fast', training: null };
  /** Weights and optimizer state while there is no executable; null as long as the weights have no values. */
  #values: ReadonlyMap<string, Float32Array> | null = null;
  #executable: Executable | null = null;
  /** Whether the settings have changed since the executable was compiled. */
  #outdated = false;
  #weighsRows = false;
  /** Whether the executable was compiled for weighted rows. */
  #executableWeighsRows = false;
  #disposed = false;
  readonly #backends = new Map<string, Promise<Backend>>();
  readonly #lock = createLock();

  constructor(structure: ModelStructure) {
    this.structure = structure;
  }

  get settings(): EngineSettings {
    return this.#settings;
  }

  /** New settings come with a fresh optimizer; the weights stay. */
  set settings(settings: EngineSettings) {
    this.#requireAlive();
    this.#settings = settings;
    this.#outdated = true;
    this.iterations = 0;
  }

  /**
   * Whether training steps read the input `rowWeights`. Where that changes, weights and optimizer state move on to another
   * executable at the next use.
   */
  set weighsRows(weighsRows: boolean) {
    this.#weighsRows = weighsRows;
  }

  get hasWeights(): boolean {
    return this.#executable !== null || this.#values !== null;
  }

  /** Rows that the present executable has room for; null if there is none. */
  get batchSize(): number | null {
    return this.#executable?.graph.batchSize ?? null;
  }

  /** Begins anew from these weights and, where it is among the values, optimizer state. */
  reset(values: ReadonlyMap<string, Float32Array>): void {
    this.#requireAlive();
    this.#executable?.dispose();
    this.#executable = null;
    this.#values = values;
    this.#outdated = false;
    this.iterations = 0;
  }

  /** Runs work on an executable with enough room, when no other work is using it. */
  use<T>(room: Room, work: (executable: Executable) => Promise<T>): Promise<T> {
    return this.#lock(async () => work(await this.#prepare(room)));
  }

  /** Copies of the named arrays: weights, or weights and optimizer state if no names are given. */
  read(names?: readonly string[]): Promise<Map<string, Float32Array>> {
    return this.#lock(async () => this.#readNow(names));
  }

  /** Replaces the values of some of the arrays. */
  write(values: ReadonlyMap<string, Float32Array>): Promise<void> {
    return this.#lock(async () => {
      this.#requireAlive();
      const executable = this.#executable;
      if (executable === null) this.#values = new Map([...(this.#values ?? []), ...values]);
      else for (const [name, data] of values) executable.write(name, data);
    });
  }

  dispose(): void {
    this.#disposed = true;
    this.#executable?.dispose();
    this.#executable = null;
    this.#values = null;
  }

  async #prepare(room: Room): Promise<Executable> {
    this.#requireAlive();
    const rows = this.batchSize;
    const hasRoom = rows !== null && ('exactly' in room ? rows === room.exactly : rows >= room.atLeast);
    const fits = hasRoom && !this.#outdated && this.#executableWeighsRows === this.#weighsRows;
    if (fits && this.#executable !== null) return this.#executable;

    // A changed optimizer begins with empty moments, so only the weights move on.
    const names = this.#outdated ? this.structure.weights.map(({ name }) => name) : undefined;
    const values = await this.#readNow(names);
    this.#executable?.dispose();
    this.#executable = null;
    this.#values = values;
    this.#outdated = false;
    const { config } = this.structure;
    const batchSize = 'exactly' in room ? room.exactly : room.atLeast;
    const weighsRows = this.#weighsRows;
    const graph = buildGraph(config, { batchSize, weighsRows, ...this.#settings.training });
    const backend = await this.#backend(graph);
    const executable = await backend.compile(graph);
    if (this.#disposed) executable.dispose();
    this.#requireAlive();
    // Not `values`: the model may have been given new ones while it was compiled.
    for (const [name, data] of this.#values) executable.write(name, data);
    this.#values = null;
    this.#executable = executable;
    this.#executableWeighsRows = weighsRows;
    return executable;
  }

  async #readNow(names?: readonly string[]): Promise<Map<string, Float32Array>> {
    this.#requireAlive();
    const executable = this.#executable;
    const held = executable === null ? this.#values : null;
    if (executable === null && held === null) {
      throw new CoreError(
        'not-initialized',
        `model ${this.structure.config.name} has no weights yet: call fit, initialize or setWeights first`,
      );
    }
    const wanted = names ?? (executable === null ? [...(held?.keys() ?? [])] : lastingBuffers(executable));
    const values = new Map<string, Float32Array>();
    for (const name of wanted) {
      const data = executable === null ? held?.get(name)?.slice() : await executable.read(name);
      if (data instanceof Float32Array) values.set(name, data);
    }
    return values;
  }

  #backend(graph: Graph): Promise<Backend> {
    const { backend, kernels } = this.#settings;
    if (typeof backend !== 'string') return Promise.resolve(backend);
    const key = `${backend} ${kernels}`;
    const selected =
      this.#backends.get(key) ?? selectBackend(backend, { kernels, trial: () => trialOf(graph) });
    this.#backends.set(key, selected);
    return selected;
  }

  #requireAlive(): void {
    if (this.#disposed) {
      throw new CoreError('disposed', `model ${this.structure.config.name} was disposed: make a new one`);
    }
  }
}

/** What outlives a run: parameters and state. */
function lastingBuffers({ graph }: Executable): readonly string[] {
  return graph.buffers.filter(({ role }) => role === 'parameter' || role === 'state').map(({ name }) => name);
}
