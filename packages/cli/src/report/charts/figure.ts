// A chart in Plotly's words. The title, the legend and the caption stand around it in HTML, where they wrap as text does.

import type { Axis, Chart } from './chart.ts';

const font = { family: 'var(--sans)', size: 12, color: 'var(--muted)' };

function axisLayout({ title, ...axis }: Axis) {
  return {
    title: { text: title, font: { ...font, size: 12.5 }, standoff: 8 },
    automargin: true,
    gridcolor: 'var(--grid)',
    linecolor: 'var(--rule)',
    zeroline: false,
    tickfont: font,
    ...axis,
  };
}

export function figureOf({ traces, x, y, diagonal }: Chart): object {
  return {
    data: traces.map((trace) => ({ ...trace, legendgroup: trace.legendgroup ?? trace.name })),
    layout: {
      margin: { l: 8, r: 14, t: 8, b: 8, autoexpand: true },
      paper_bgcolor: 'rgba(0,0,0,0)',
      plot_bgcolor: 'rgba(0,0,0,0)',
      font,
      showlegend: false,
      hovermode: 'closest',
      hoverlabel: {
        bgcolor: 'var(--panel)',
        bordercolor: 'var(--rule)',
        font: { ...font, color: 'var(--ink)' },
      },
      xaxis: axisLayout(x),
      yaxis: axisLayout(y),
      shapes:
        diagonal === undefined
          ? []
          : [{ type: 'line', x0: 0, y0: 0, x1: 1, y1: 1, line: { color: diagonal, width: 1, dash: 'dot' } }],
    },
  };
}
