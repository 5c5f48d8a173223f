// The TypeScript of a page as programs: a block, with what continues it, and with what the page does not show of it.

import type { Block, Page, Verb } from './markdown.ts';

export interface Program {
  /** `program-12.ts`, after its first block's line. */
  readonly file: string;
  readonly code: string;
  /** The first block: where the program runs. */
  readonly line: number;
  /** The page's line of each line of `code`; 0 for lines that the page does not show. */
  readonly lines: readonly number[];
  /** Why it is only type-checked; null if it runs too. */
  readonly checkOnly: string | null;
}

export function directive(block: Block, verb: Verb): string | undefined {
  return block.directives.find((one) => one.verb === verb)?.rest;
}

/** @throws {Error} if a block continues nothing */
export function programsOf(page: Page): readonly Program[] {
  const programs: Program[] = [];
  for (const block of page.blocks) {
    if (block.language !== 'ts' || directive(block, 'skip') !== undefined) continue;
    const hidden = directive(block, 'given')?.split('\n') ?? [];
    const shown = block.text.split('\n');
    const code = [...hidden, ...shown];
    const lines = [...hidden.map(() => 0), ...shown.map((_, n) => block.line + 1 + n)];
    const checkOnly = directive(block, 'check only') ?? null;
    if (directive(block, 'continues') === undefined) {
      const file = `program-${block.line}.ts`;
      // Without imports it would be a script, whose names are everyone's.
      programs.push({ file, code: `${code.join('\n')}\nexport {};\n`, line: block.line, lines, checkOnly });
      continue;
    }
    const last = programs.pop();
    if (last === undefined) throw new Error(`${page.name}:${block.line}: there is no program to continue`);
    programs.push({
      ...last,
      code: `${last.code}${code.join('\n')}\n`,
      lines: [...last.lines, 0, ...lines],
      checkOnly: last.checkOnly ?? checkOnly,
    });
  }
  return programs;
}

/** Data sets that a program loads by name and that are files of their own. */
export function needsRealData({ code }: Program): boolean {
  return /loadDataset\('(mnist|cifar10)'/.test(code);
}
