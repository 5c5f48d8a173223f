import { expect, test } from 'vitest';
import { html, raw, scriptJson } from './html.ts';

test('what is put in is escaped, and pieces of pages are not escaped twice', () => {
  const cell = html`<td>${'<b> & "c"'}</td>`;
  expect(html`<tr>${[cell, null, 7]}${undefined}</tr>`.text).toBe(
    '<tr><td>&lt;b&gt; &amp; &quot;c&quot;</td>7</tr>',
  );
  expect(html`${raw('<i>')}`.text).toBe('<i>');
});

test('no text of the data ends the script that holds it', () => {
  const { text } = scriptJson({ name: '</script><script>' });
  expect(text).not.toContain('<');
  expect(JSON.parse(text)).toEqual({ name: '</script><script>' });
});
