// A chart's place in the page, where the script draws it, with its title, its legend and its caption.

import { type Html, html } from '../page/html.ts';
import type { Chart, Trace } from './chart.ts';

export function chartFigure({ id, title, caption, traces, height = 320 }: Chart): Html {
  const named = traces.filter(({ showlegend }) => showlegend !== false);
  return html`<figure class="chart">
<h4 id="${id}-title">${title}</h4>
${named.length === 0 ? null : html`<div class="legend">${named.map((trace) => entry(id, trace))}</div>`}
<div class="plot" id="${id}" role="img" aria-labelledby="${id}-title" style="height:${height}px"></div>
<figcaption>${caption}</figcaption>
</figure>`;
}

/** A line of the legend, which shows and hides what it names. */
function entry(chart: string, trace: Trace): Html {
  const { name, legendgroup = name, mode = 'lines+markers', line, marker } = trace;
  const width = mode === 'markers' ? 10 : 24;
  const dash = line?.dash === 'dash' ? '6 3' : line?.dash === 'dot' ? '1.5 3' : 'none';
  return html`<button type="button" aria-pressed="true" data-chart="${chart}" data-group="${legendgroup}">
<svg width="${width}" height="10" aria-hidden="true">${
    mode !== 'markers' && line
      ? html`<line x1="0" y1="5" x2="${width}" y2="5" stroke="${line.color}" stroke-width="${Math.min(3, line.width ?? 2)}" stroke-dasharray="${dash}"/>`
      : null
  }${mode !== 'lines' && marker ? symbol(width / 2, marker) : null}</svg>${name}</button>`;
}

function symbol(x: number, { color, symbol: shape = 'circle' }: NonNullable<Trace['marker']>): Html {
  switch (shape) {
    case 'x-thin-open':
      return html`<path d="M${x - 3.5} 1.5l7 7m0 -7l-7 7" stroke="${color}" stroke-width="1.6" fill="none"/>`;
    case 'circle-open':
      return html`<circle cx="${x}" cy="5" r="4" stroke="${color}" stroke-width="1.6" fill="none"/>`;
    case 'diamond':
      return html`<path d="M${x} 1l4 4l-4 4l-4 -4z" fill="${color}"/>`;
    default:
      return html`<circle cx="${x}" cy="5" r="3.2" fill="${color}"/>`;
  }
}
