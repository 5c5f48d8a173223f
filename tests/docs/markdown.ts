// A page of Markdown as this folder's tests see it: its blocks of code with what is said of them, its links, its headings.

import { readFileSync, writeFileSync } from 'node:fs';
import GithubSlugger from 'github-slugger';
import type { Nodes } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { toString as textOf } from 'mdast-util-to-string';

/** What a page may say of the block that follows; `docs.test.ts` says what each means. */
export const verbs = [
  'skip',
  'check only',
  'continues',
  'given',
  'file',
  'option',
  'prints',
  'exits',
  'data',
] as const;
export type Verb = (typeof verbs)[number];

/** `<!-- docs-test: verb: rest -->`, directly before a block. */
export interface Directive {
  readonly verb: Verb;
  readonly rest: string;
}

export interface Block {
  /** The line on which the block begins. */
  readonly line: number;
  /** The word after the fence; empty for an indented block and for a fence without one. */
  readonly language: string;
  readonly text: string;
  readonly directives: readonly Directive[];
}

export interface Link {
  readonly line: number;
  readonly url: string;
}

export interface Page {
  /** From the repository's root: `docs/lecture.md`. */
  readonly name: string;
  readonly blocks: readonly Block[];
  readonly links: readonly Link[];
  /** Code within running text. */
  readonly code: readonly { readonly line: number; readonly text: string }[];
  /** As GitHub names headings. */
  readonly anchors: ReadonlySet<string>;
}

const root = new URL('../../', import.meta.url);
const comment = new RegExp(
  String.raw`^<!--\s*docs-test:\s*(${verbs.join('|')})(?![a-z]):?\s*([\s\S]*?)\s*-->$`,
);

/** @param name from the repository's root */
export function readPage(name: string): Page {
  return parsePage(name, readFileSync(new URL(name, root), 'utf8'));
}

/** @param name for errors, and where links begin */
export function parsePage(name: string, text: string): Page {
  const blocks: Block[] = [];
  const links: Link[] = [];
  const code: Page['code'][number][] = [];
  const anchors = new Set<string>();
  const slugger = new GithubSlugger();
  let directives: Directive[] = [];

  const visit = (node: Nodes): void => {
    const line = node.position?.start.line ?? 0;
    if (node.type === 'html') {
      directives.push(...directivesOf(node.value, `${name}:${line}`));
      return;
    }
    if (node.type === 'code') {
      blocks.push({ line, language: node.lang ?? '', text: node.value, directives });
    } else if (directives.length > 0) {
      throw new Error(
        `${name}:${line}: a docs-test comment stands before something that is no block of code`,
      );
    }
    directives = [];
    if (node.type === 'link' || node.type === 'image' || node.type === 'definition') {
      links.push({ line, url: node.url });
    }
    if (node.type === 'inlineCode') code.push({ line, text: node.value });
    if (node.type === 'heading') anchors.add(slugger.slug(textOf(node)));
    if ('children' in node) for (const child of node.children) visit(child);
  };
  for (const child of fromMarkdown(text).children) visit(child);
  return { name, blocks, links, code, anchors };
}

function directivesOf(html: string, where: string): Directive[] {
  if (!html.includes('docs-test')) return [];
  return html
    .split(/(?<=-->)\s*/)
    .filter((one) => one !== '')
    .map((one) => {
      const [, word, rest = ''] = comment.exec(one) ?? [];
      const verb = verbs.find((known) => known === word);
      if (verb === undefined) throw new Error(`${where}: not a docs-test comment: ${one}`);
      return { verb, rest };
    });
}

/** Writes what a command printed into its page, in place of what the page shows; not where the page leaves lines out. */
export function updateShown({ name }: Page, block: Block, shown: string, printed: string): void {
  if (shown.includes('…') || !block.text.endsWith(shown)) return;
  const path = new URL(name, root);
  const command = block.text.slice(0, block.text.length - shown.length).trimEnd();
  const text = [command, printed.trimEnd()].filter((part) => part !== '').join('\n');
  writeFileSync(
    path,
    readFileSync(path, 'utf8').replace(`\n${block.text}\n\`\`\``, () => `\n${text}\n\`\`\``),
  );
}
