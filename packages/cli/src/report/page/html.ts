// HTML from template strings in which everything that is put in is escaped, unless it is HTML already.

/** A piece of a page. */
export class Html {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

export type Content = Html | string | number | null | undefined | readonly Content[];

/**
 * @example
 * html`<td>${name}</td>` // a name such as `a<b` becomes `a&lt;b`
 */
export function html(parts: TemplateStringsArray, ...contents: readonly Content[]): Html {
  return new Html(parts.map((part, i) => part + (i < contents.length ? textOf(contents[i]) : '')).join(''));
}

/** A name such as `max_pooling2d_1`, which may break after each underscore and nowhere else. */
export function breakable(name: string): Html {
  return html`${name.split(/(?<=_)/).map((part, at) => html`${at > 0 ? raw('<wbr>') : null}${part}`)}`;
}

/** What is HTML by construction: styles, scripts, data addresses. */
export function raw(text: string): Html {
  return new Html(text);
}

/** JSON that may stand inside of a `<script>`: no text in it ends the element. */
export function scriptJson(value: unknown): Html {
  return new Html(JSON.stringify(value).replaceAll('<', '\\u003c'));
}

function textOf(content: Content): string {
  if (content === null || content === undefined) return '';
  if (content instanceof Html) return content.text;
  if (typeof content === 'object') return content.map(textOf).join('');
  return escaped(String(content));
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
