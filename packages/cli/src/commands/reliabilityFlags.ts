import type { Command } from 'commander';

/** The flags of `options/reliability.ts`. */
export function withReliabilityFlags(command: Command): Command {
  return command
    .option('--checkpoint-steps <n>', 'checkpoint also after so many batches (default: at epoch ends)')
    .option('--checkpoint-minutes <n>', 'checkpoint also after so many minutes in an epoch (default: 5)')
    .option('--max-failures <n>', 'times a member whose worker crashes is started again (default: 3)')
    .option('--min-members <n>', 'members that must finish for the run to succeed (default: 1)')
    .option('--member-timeout <seconds>', 'silence that counts as a crash; 0 for never (default: 1800)');
}
