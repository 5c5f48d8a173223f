// Which heading of the help each command and each option stands under. What is not listed stands under `Commands:` and
// `Options:`, below the others.

import type { Command, Option } from 'commander';

type Groups = Readonly<Record<string, readonly string[]>>;

const commandGroups: Groups = {
  'Train:': ['quickstart', 'train', 'resume', 'status', 'pause', 'continue', 'stop', 'recipes'],
  'Use a run:': ['evaluate', 'predict', 'report', 'compare', 'export', 'import'],
  'Look around:': ['summary', 'data', 'doctor', 'bench', 'completion'],
};

const optionGroups: Groups = {
  'What is trained on what:': ['--recipe', '--dataset', '--model', '--config'],
  'Pictures of a folder:': ['--image-size', '--channels', '--test-split', '--split-seed'],
  'How each member is trained:': [
    '--epochs',
    '--batch-size',
    '--drop-remainder',
    '--validation-split',
    '--optimizer',
    '--learning-rate',
    '--label-smoothing',
    '--augmentation',
    '--weights',
    '--monitor',
    '--patience',
    '--min-delta',
  ],
  'How members become an ensemble:': [
    '--members',
    '--seed',
    '--strategy',
    '--combine',
    '--calibrate',
    '--tta',
    '--test-time-augmentation',
  ],
  'Where and how fast:': [
    '--workers',
    '--backend',
    '--kernels',
    '--data-dir',
    '--out',
    '--no-report',
    '--json',
  ],
  'Against what may go wrong:': [
    '--checkpoint-steps',
    '--checkpoint-minutes',
    '--max-failures',
    '--min-members',
    '--member-timeout',
  ],
};

/** With fewer options than this, headings are more than they help. */
const fewOptions = 12;

/** Puts every command of a program, and every option of a command that has many, under its heading. */
export function groupHelp(program: Command): void {
  for (const command of program.commands) {
    const heading = headingOf(command.name(), commandGroups);
    if (heading !== undefined) command.helpGroup(heading);
    if (command.options.length < fewOptions) continue;
    for (const option of command.options) {
      const group = headingOf(option.long ?? '', optionGroups);
      if (group !== undefined) option.helpGroup(group);
    }
  }
}

const headings = [...Object.keys(commandGroups), ...Object.keys(optionGroups)];

/** commander's groups, in the order in which the headings are listed here. */
export function groupItems<Item extends Command | Option>(
  _unsorted: Item[],
  visible: Item[],
  groupOf: (item: Item) => string,
): Map<string, Item[]> {
  const groups = Map.groupBy(visible, groupOf);
  const place = (heading: string) =>
    (headings.indexOf(heading) + headings.length + 1) % (headings.length + 1);
  return new Map([...groups].sort(([a], [b]) => place(a) - place(b)));
}

function headingOf(name: string, groups: Groups): string | undefined {
  return Object.entries(groups).find(([, names]) => names.includes(name))?.[0];
}
