// How a run guards against what may go wrong. None of it changes the bits of the result.

import { notNegative, positive, wholeNumber } from './kind.ts';
import { option, optional } from './option.ts';

export const faultTolerance = {
  /** Also write a checkpoint after this many steps within an epoch. @default at the end of each epoch, and by time */
  checkpointSteps: optional({
    kind: wholeNumber(1),
    determines: 'none',
    group: 'Fault tolerance',
    flag: [
      '--checkpoint-steps <n>',
      'also write a checkpoint every n steps (default: at the end of each epoch)',
    ],
  }),
  /** Also write a checkpoint after this many minutes within an epoch. @default 5 */
  checkpointMinutes: option({
    kind: positive,
    default: 5,
    determines: 'none',
    group: 'Fault tolerance',
    flag: ['--checkpoint-minutes <n>', 'also write a checkpoint every n minutes within an epoch'],
  }),
  /** How often a member whose worker crashes is restarted, from its last checkpoint. @default 3 */
  maxFailures: option({
    kind: wholeNumber(0),
    default: 3,
    determines: 'none',
    group: 'Fault tolerance',
    flag: ['--max-failures <n>', 'restarts of a member whose worker crashes'],
  }),
  /** Members that must finish for the run to succeed. @default 1 */
  minMembers: option({
    kind: wholeNumber(1),
    default: 1,
    determines: 'none',
    group: 'Fault tolerance',
    flag: ['--min-members <n>', 'members that must finish for the run to succeed'],
  }),
  /**
   * Seconds without a sign of life, such as a finished batch, after which a member's worker counts as crashed; 0 for
   * never. Time in which the machine or the process was suspended, or the member paused, does not count. @default 1800
   */
  memberTimeout: option({
    kind: notNegative,
    default: 1800,
    determines: 'none',
    group: 'Fault tolerance',
    flag: ['--member-timeout <seconds>', 'silence after which a worker counts as crashed; 0 for never'],
  }),
};
