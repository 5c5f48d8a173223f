// The main thread's side of a member's control channel: comlink calls that always settle.

import type { MessagePort } from 'node:worker_threads';
import { type Endpoint, type Remote, releaseProxy, wrap } from 'comlink';
import { EnsembleError } from '../../errors.ts';
import type { MemberControl } from '../../member/session.ts';

export interface ControlChannel {
  /** @throws {EnsembleError} `member-ended` if the member ends before it answers */
  call<Result>(ask: (member: Remote<MemberControl>) => Promise<Result>): Promise<Result>;
  /** Fails every open call and gives the channel back. Call it exactly once, when the member has ended. */
  close(): void;
}

/**
 * Takes the port over. The proxy never leaves this function: comlink hangs up the port once any last reference to one
 * of several proxies is collected, so there is exactly one, and it lives until `close`.
 */
export function openControlChannel(port: MessagePort): ControlChannel {
  const remote = wrap<MemberControl>(port as unknown as Endpoint);
  // A comlink call never settles when the other side is gone, so each is raced with the end of the member.
  const open = new Set<(reason: Error) => void>();
  let closed = false;
  const ended = () => new EnsembleError('member-ended', 'the member has ended: it takes no more calls');
  return {
    call(ask) {
      return new Promise((resolve, reject) => {
        if (closed) throw ended();
        open.add(reject);
        ask(remote)
          .then(resolve, reject)
          .finally(() => open.delete(reject));
      });
    },
    close() {
      closed = true;
      for (const reject of open) reject(ended());
      open.clear();
      remote[releaseProxy]();
      // comlink waits for an answer before it would close the port, and the other side may be gone.
      port.close();
    },
  };
}
