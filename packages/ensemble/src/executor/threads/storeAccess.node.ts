// The run's store in a worker thread. A folder is opened there by its path, so that its bytes never pass through the main
// thread; any other store is asked through a port.

import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { CoreError } from '@convoy/core';
import { type Endpoint, expose, type Remote, wrap } from 'comlink';
import { EnsembleError, messageOf } from '../../errors.ts';
import { fileStore, isFileStore } from '../../store/fileStore.node.ts';
import type { RunStore } from '../../store/runStore.ts';

/** What a thread is given in place of a store. */
export type StoreAccess =
  | { readonly kind: 'files'; readonly path: string }
  | { readonly kind: 'port'; readonly name: string; readonly port: MessagePort };

export interface GrantedAccess {
  readonly access: StoreAccess;
  readonly transfer: readonly MessagePort[];
  /** Takes the access back, when the thread needs it no more. */
  close(): void;
}

/** On the main thread. */
export function grantAccess(store: RunStore): GrantedAccess {
  if (isFileStore(store)) {
    return { access: { kind: 'files', path: store.path }, transfer: [], close: () => undefined };
  }
  const { port1, port2 } = new MessageChannel();
  const verbs: Verbs = {
    read: (key) => store.read(key),
    write: (key, bytes, options) => store.write(key, bytes, options),
    list: (prefix) => store.list(prefix),
    remove: (key) => store.remove(key),
  };
  expose(verbs, port1 as unknown as Endpoint);
  return {
    access: { kind: 'port', name: store.name, port: port2 },
    transfer: [port2],
    close: () => port1.close(),
  };
}

type Verbs = Omit<RunStore, 'name'>;

export interface OpenedStore {
  readonly store: RunStore;
  close(): void;
}

/** In the worker. */
export function openStore(access: StoreAccess): OpenedStore {
  if (access.kind === 'files') return { store: fileStore(access.path), close: () => undefined };
  const { name, port } = access;
  // The only proxy on its port, and it lives as long as the store: comlink hangs up with the last one collected.
  const remote: Remote<Verbs> = wrap<Verbs>(port as unknown as Endpoint);
  // comlink carries an error's message and loses its code.
  const reading = async <Value>(call: Promise<Value>): Promise<Value> => {
    try {
      return await call;
    } catch (cause) {
      throw new EnsembleError('unreadable', messageOf(cause), { cause });
    }
  };
  const writing = async (call: Promise<void>): Promise<void> => {
    try {
      await call;
    } catch (cause) {
      throw new CoreError('write-failed', messageOf(cause), { cause });
    }
  };
  return {
    store: {
      name,
      read: (key) => reading(remote.read(key)),
      write: (key, bytes, options) => writing(remote.write(key, bytes, options)),
      list: (prefix) => reading(remote.list(prefix)),
      remove: (key) => writing(remote.remove(key)),
    },
    close: () => port.close(),
  };
}
