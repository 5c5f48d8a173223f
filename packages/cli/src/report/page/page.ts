// The page around its sections: one file that needs nothing else and asks nobody for anything.

import type { Chart } from '../charts/chart.ts';
import { figureOf } from '../charts/figure.ts';
import { bringToLife } from './client.ts';
import { type Content, type Html, html, raw, scriptJson } from './html.ts';
import { plotlySource } from './plotly.ts';
import { style } from './style.ts';

export interface Section {
  /** What its address ends with: `#training`. */
  readonly id: string;
  readonly title: string;
  /** Its name in the row of links. */
  readonly short: string;
  readonly body: Content;
  /** The charts that `body` has places for. */
  readonly charts: readonly Chart[];
}

export interface Page {
  readonly title: string;
  /** The headline and what stands below it. */
  readonly header: Html;
  readonly sections: readonly Section[];
  readonly footer: Content;
}

/** Nothing may be fetched, whatever a page holds: the browser itself refuses. */
const policy =
  "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data: blob:";

/** A whole page as the text of its file. */
export async function renderPage({ title, header, sections, footer }: Page): Promise<string> {
  const charts = sections.flatMap((section) => section.charts);
  const metrics = Object.fromEntries(charts.map((chart) => [chart.id, figureOf(chart)]));
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${raw(policy)}">
<meta name="generator" content="Convoy">
<title>${title}</title>
<link rel="icon" href="data:,">
<style>${raw(style)}</style>
</head>
<body>
<header><div>${header}</div></header>
<nav aria-label="Sections"><div>${sections.map(({ id, short }) => html`<a href="#${id}">${short}</a>`)}</div></nav>
<main>
<noscript><p class="missing">The charts are drawn by a script inside of this file; tables and pictures are here without it.</p></noscript>
${sections.map(({ id, title: heading, body }) => html`<section id="${id}"><h2>${heading}</h2>${body}</section>\n`)}
</main>
<footer>${footer}</footer>
<script type="application/json" id="chart-data">${scriptJson(metrics)}</script>
<script>${raw(await plotlySource())}</script>
<script>(${raw(bringToLife.toString())})();</script>
</body>
</html>
`.text;
}

/** The button that changes between light and dark; the script gives it its word. */
export const themeButton = html`<button id="theme" type="button" aria-label="Change between light and dark">Dark</button>`;
