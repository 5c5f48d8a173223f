// `{names}` in the description of an option becomes the names that its value may be. They are the engine's own lists, which
// take a moment to load: only who asks for help waits for them.

import type { Command } from 'commander';
import { namesOfFlag } from '../options/names.ts';

const placeholder = '{names}';

export async function fillNames(command: Command): Promise<void> {
  for (const option of command.options) {
    if (!option.description.includes(placeholder)) continue;
    const names = await namesOfFlag(option.long ?? '');
    option.description = option.description.replace(placeholder, names.join(', '));
  }
  for (const each of command.commands) await fillNames(each);
}

/** The description without the names, for where they are not loaded. */
export function withoutNames(description: string): string {
  return description.replace(/^\{names\}[,;]? ?/, '').replace(placeholder, 'names');
}
