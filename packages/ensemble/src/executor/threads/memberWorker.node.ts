// What runs in each worker thread that trains members. Piscina calls the exported function by name.

import { setImmediate } from 'node:timers/promises';
import type { MessagePort } from 'node:worker_threads';
import { devicesReleased } from '@convoy/kernels/internal';
import { type Endpoint, expose } from 'comlink';
import { move } from 'piscina';
import type { DatasetRows } from '../../member/rows.ts';
import { MemberSession } from '../../member/session.ts';
import type { MemberSpec } from '../../member/spec.ts';
import { performMember as perform } from '../performMember.ts';
import { type ControlWord, sharedSwitch } from './controlWord.ts';
import { openStore, type StoreAccess } from './storeAccess.node.ts';
import { packResult } from './tasks.ts';

/** A member's specification, and what a thread of this process has beside it. */
export interface MemberTask {
  readonly spec: MemberSpec;
  /** Over shared memory. */
  readonly dataset: DatasetRows;
  readonly control: ControlWord;
  readonly store: StoreAccess;
  /** The member's end of its control channel. */
  readonly port: MessagePort;
}

export async function performMember({ spec, dataset, control, store, port }: MemberTask): Promise<unknown> {
  const session = new MemberSession(sharedSwitch(control), setImmediate);
  expose(session.control, port as unknown as Endpoint);
  const opened = openStore(store);
  try {
    return move(packResult(await perform(spec, { dataset, store: opened.store, session })));
  } finally {
    await devicesReleased();
    opened.close();
    port.close();
  }
}
