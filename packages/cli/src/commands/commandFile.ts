import type { Command } from 'commander';

/** Adds one command to the program. */
export type CommandFile = (program: Command) => void;
