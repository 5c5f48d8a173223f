// The commands of a block, as a shell runs them.

import type { Block } from './markdown.ts';

export const commandLanguages: readonly string[] = ['sh', 'bash', 'console'];

/** A session shows `$ command` and then what it printed; every other block is commands throughout. */
export function scriptOf({ language, text }: Block): string {
  if (language !== 'console') return text;
  return sessionLines(text)
    .filter(({ isCommand }) => isCommand)
    .map(({ line }) => line)
    .join('\n');
}

/** What a session says that its commands print; `…` stands for lines that are left out. */
export function printedBy({ language, text }: Block): string {
  if (language !== 'console') return '';
  return sessionLines(text)
    .filter(({ isCommand }) => !isCommand)
    .map(({ line }) => line)
    .join('\n');
}

function sessionLines(text: string): readonly { readonly isCommand: boolean; readonly line: string }[] {
  let continues = false;
  return text.split('\n').map((line) => {
    const isCommand = continues || line.startsWith('$ ');
    const shown = isCommand && !continues ? line.slice(2) : line;
    continues = isCommand && line.endsWith('\\');
    return { isCommand, line: shown };
  });
}

/** How often a script calls `convoy`, itself or behind `npx` or `pnpm`. */
export function callsOf(script: string): number {
  return script.match(/(?<=^|[|&;(]\s*|\$\()\s*(?:(?:npx|pnpm(?: exec)?) )?convoy(?= )/gm)?.length ?? 0;
}

/** Lines of plain text that are commands: they belong into a block of commands. */
export function commandsInText(text: string): readonly string[] {
  return text.split('\n').filter((line) => /^\s*(?:\$ )?(?:(?:npx|pnpm(?: exec)?) )?convoy [a-z]/.test(line));
}

/** Whether all that is shown was printed, in this order; blanks at line ends and lines of `…` do not count. */
export function wasPrinted(shown: string, printed: string): boolean {
  const lines = (text: string) => text.split('\n').map((line) => line.trimEnd());
  const all = lines(printed);
  let at = 0;
  return shown
    .split(/^\s*…\s*$/m)
    .map((part) => lines(part.replace(/^\n+|\n+$/g, '')))
    .every((part) => {
      const found = all.findIndex((_, n) => n >= at && part.every((line, k) => all[n + k] === line));
      at = found + part.length;
      return found >= 0;
    });
}
