// `bench.html`: one self-contained page with the chart and the table of a scaling benchmark, light and dark.

import { counted, whole } from '../ui/format.ts';
import { machineLine } from './machine.ts';
import type { ScalingResult } from './scaling.ts';
import { scalingChart } from './scalingChart.ts';

const style = `
:root { color-scheme: light dark; --ink: #1c2330; --paper: #fff; --faint: #8a93a3; --line: #e3e7ee; --training: #2563c9; --loop: #b45309; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e9ef; --paper: #14181f; --line: #2a313d; --training: #7aa9ff; --loop: #f0a85a; } }
body { font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); max-width: 54rem; margin: 2rem auto; padding: 0 1rem; }
svg { width: 100%; height: auto; font: 13px system-ui, sans-serif; fill: currentColor; }
polyline { fill: none; stroke-width: 2.5; } .grid { stroke: var(--line); } .range { stroke: var(--training); stroke-width: 8; opacity: .25; }
polyline.ideal { stroke: var(--faint); stroke-dasharray: 5 5; } text.ideal { fill: var(--faint); }
polyline.loop { stroke: var(--loop); } .loop { fill: var(--loop); } polyline.training { stroke: var(--training); } .training { fill: var(--training); }
polyline.loop, polyline.training { fill: none; }
.wide { overflow-x: auto; } table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { text-align: right; padding: .3rem .6rem; border-bottom: 1px solid var(--line); white-space: nowrap; } th { font-weight: 600; }
code { font-size: .9em; } p.small { color: var(--faint); font-size: .9em; }
`;

export function scalingPage(result: ScalingResult, command: string): string {
  const { model, backend, batchSize, rounds, seconds, points, bytesPerFurtherWorker } = result;
  const head = [
    'workers',
    'images/s',
    'least … most',
    'speed-up',
    'efficiency',
    "loop's speed-up",
    'share of it',
    'memory',
  ];
  const rows = points.map((point) => [
    String(point.workers),
    whole(point.imagesPerSecond),
    point.imagesPerSecondRange.map(whole).join(' … '),
    `${point.speedup.toFixed(2)}×`,
    share(point.efficiency),
    `${point.loopSpeedup.toFixed(2)}×`,
    share(point.shareOfLoop),
    megabytes(point.residentBytes),
  ]);
  const memory =
    bytesPerFurtherWorker === null
      ? ''
      : ` A further worker takes ${megabytes(bytesPerFurtherWorker)} of memory.`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Scaling of ${escaped(model)}</title>
<style>${style}</style>
</head>
<body>
<h1>Training ${escaped(model)} with more workers</h1>
<p>On ${escaped(backend)}, batches of ${whole(batchSize)}: medians of ${counted(rounds, 'round')}, ${seconds} s a turn; the
light bars are the least and the greatest. The loop multiplies and adds in registers and touches no memory: its speed-up is all that
this machine has to give.${memory}</p>
${scalingChart(points)}
<div class="wide"><table>
<thead><tr>${head.map((cell) => `<th>${escaped(cell)}</th>`).join('')}</tr></thead>
<tbody>
${rows.map((row) => `<tr>${row.map((cell) => `<td>${escaped(cell)}</td>`).join('')}</tr>`).join('\n')}
</tbody>
</table></div>
<p class="small">${escaped(machineLine(result))}</p>
<p class="small">Measured by <code>${escaped(command)}</code></p>
</body>
</html>
`;
}

function megabytes(bytes: number): string {
  return `${whole(bytes / 1e6)} MB`;
}

function share(fraction: number): string {
  return `${Math.round(fraction * 100)}%`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
