// A chart as plain data in Plotly's words, of which this is the part that the report uses. Colours are names of the page's
// palette (`var(--blue)`); the page's script puts in what they are in light and in dark.

import type { Html } from '../page/html.ts';

export interface Trace {
  readonly type?: 'scatter' | 'bar';
  readonly mode?: 'lines' | 'markers' | 'lines+markers';
  readonly x: readonly (number | string)[];
  readonly y: readonly (number | null)[];
  readonly name: string;
  readonly line?: { readonly color: string; readonly width?: number; readonly dash?: 'dot' | 'dash' };
  readonly marker?: {
    readonly color: string;
    /** One for all, or one a point. */
    readonly size?: number | readonly number[];
    readonly symbol?: string;
    readonly line?: { readonly color: string; readonly width: number };
  };
  readonly opacity?: number;
  readonly width?: number;
  /** False leaves it out of the legend. @default true */
  readonly showlegend?: boolean;
  /** What its line of the legend shows and hides with it. @default its name */
  readonly legendgroup?: string;
  readonly hovertemplate?: string;
  readonly hoverinfo?: 'skip';
  readonly text?: readonly string[];
  readonly error_y?: {
    readonly array: readonly number[];
    readonly color: string;
    readonly thickness: number;
    readonly width: number;
  };
}

export interface Axis {
  readonly title: string;
  /** d3's format of the numbers at the axis, such as `.0%`. */
  readonly tickformat?: string;
  readonly type?: 'linear' | 'log';
  readonly range?: readonly [number, number];
  readonly rangemode?: 'tozero';
  /** Distance between labels. */
  readonly dtick?: number | string;
  /** Where a label stands. */
  readonly tick0?: number;
  readonly tickvals?: readonly (number | string)[];
  readonly ticktext?: readonly string[];
}

/** An axis of epochs from 1 to `last`, with a label at whole epochs only. */
export function epochAxis(last: number): Axis {
  return { title: 'epoch', range: [0.7, last + 0.3], dtick: Math.max(1, Math.ceil(last / 12)), tick0: 1 };
}

export interface Chart {
  /** Unique in its page. */
  readonly id: string;
  readonly title: string;
  /** What one sees in it. */
  readonly caption: string | Html;
  readonly traces: readonly Trace[];
  readonly x: Axis;
  readonly y: Axis;
  /** Draws the diagonal y = x from 0 to 1. */
  readonly diagonal?: string;
  readonly height?: number;
}
