// The port between a run and where its files are: bytes by key.

/** How a value is written. */
export interface WriteOptions {
  /**
   * `false` for news that nobody needs after a crash of the machine: it may skip the wait until the bytes are safe, and is
   * atomic all the same. @default true
   */
  readonly durable?: boolean;
}

/**
 * Where a run is kept. Keys are paths with `/` between names: `members/00/history.json`; `keys.ts` lists those of a run.
 * Every method may be called while others are under way.
 */
export interface RunStore {
  /** For messages: a folder's path, or a URL. */
  readonly name: string;
  /**
   * Seconds between two looks for news: more than the default where each look takes time and is paid for.
   * @default 0.25
   */
  readonly pollSeconds?: number;
  /**
   * The value of a key; null if there is none. The bytes are the caller's own.
   * @throws {EnsembleError} `unreadable`
   */
  read(key: string): Promise<Uint8Array | null>;
  /**
   * Sets the value of a key. Readers see the old value or the new one, never a part; when this resolves, the value
   * survives a crash of the machine.
   * @throws {CoreError} `write-failed`; the old value stays as it was
   */
  write(key: string, bytes: Uint8Array, options?: WriteOptions): Promise<void>;
  /**
   * The keys that begin with `prefix`, sorted; `prefix` is empty or ends with `/`.
   * @throws {EnsembleError} `unreadable`
   */
  list(prefix: string): Promise<string[]>;
  /**
   * Removes a key. It is no error if there is none.
   * @throws {CoreError} `write-failed`
   */
  remove(key: string): Promise<void>;
}

/** A key as people find it: behind the store's name. */
export function locationOf({ name }: RunStore, key: string): string {
  return `${name}/${key}`;
}

/** Writes plain data as people read it. */
export function writeJson(store: RunStore, key: string, content: object): Promise<void> {
  return store.write(key, new TextEncoder().encode(`${JSON.stringify(content, null, 2)}\n`));
}

/** The text of a key; null if there is none. */
export async function readText(store: RunStore, key: string): Promise<string | null> {
  const bytes = await store.read(key);
  return bytes && new TextDecoder().decode(bytes);
}
