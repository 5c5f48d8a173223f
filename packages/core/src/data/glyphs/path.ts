// From SVG path data to chains of points.

/** Coordinates of a chain of points, x and y in turn. */
export type Polyline = readonly number[];

/** Straight pieces that a Bézier curve becomes: at 20 pixels height the error is below a tenth of a pixel. */
const piecesPerCurve = 8;

/** The strokes of a path of M, L and C commands with absolute coordinates. */
export function parsePath(path: string): Polyline[] {
  const strokes: number[][] = [];
  let stroke: number[] = [];
  for (const [, command, text = ''] of path.matchAll(/([MLC])([^MLC]*)/g)) {
    const [x0 = 0, y0 = 0, x1 = 0, y1 = 0, x2 = 0, y2 = 0] = text.trim().split(/\s+/).map(Number);
    if (command === 'M') {
      stroke = [x0, y0];
      strokes.push(stroke);
    } else if (command === 'L') {
      stroke.push(x0, y0);
    } else {
      pushCurve(stroke, [x0, x1, x2], [y0, y1, y2]);
    }
  }
  return strokes;
}

type ControlPoints = readonly [number, number, number];

/** A cubic Bézier curve from the last point of the stroke, by two control points, to a new last point. */
function pushCurve(stroke: number[], xs: ControlPoints, ys: ControlPoints): void {
  const fromX = stroke.at(-2) ?? 0;
  const fromY = stroke.at(-1) ?? 0;
  for (let piece = 1; piece <= piecesPerCurve; piece++) {
    const t = piece / piecesPerCurve;
    const u = 1 - t;
    const at = (from: number, [a, b, c]: ControlPoints) =>
      u * u * u * from + 3 * u * u * t * a + 3 * u * t * t * b + t * t * t * c;
    stroke.push(at(fromX, xs), at(fromY, ys));
  }
}
