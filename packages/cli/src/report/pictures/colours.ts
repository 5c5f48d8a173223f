// Numbers to colours.

export type Rgb = readonly [red: number, green: number, blue: number];

/** From near black over blue-green to pale yellow: even steps of lightness, so that twice the value looks twice as bright. */
const activationStops: readonly Rgb[] = [
  [13, 13, 22],
  [32, 42, 82],
  [28, 89, 122],
  [36, 139, 134],
  [98, 187, 124],
  [184, 224, 122],
  [252, 248, 190],
];

/** Blue for below 0, white for 0, red for above: a filter's weights. */
const signedStops: readonly Rgb[] = [
  [20, 72, 160],
  [99, 153, 214],
  [245, 245, 245],
  [226, 125, 92],
  [165, 24, 32],
];

/** So many colours are told apart by eye, and few enough make small files. */
const steps = 64;

const activationScale = scaleOf(activationStops);
const signedScale = scaleOf(signedStops);

/** @param value 0 … 1 */
export function activationColour(value: number): Rgb {
  return onScale(activationScale, value);
}

/** @param value −1 … 1 */
export function signedColour(value: number): Rgb {
  return onScale(signedScale, (value + 1) / 2);
}

function onScale(scale: readonly Rgb[], value: number): Rgb {
  return scale[Math.round(Math.min(1, Math.max(0, value)) * steps)] ?? [0, 0, 0];
}

/** The colours of all steps. */
function scaleOf(stops: readonly Rgb[]): readonly Rgb[] {
  return Array.from({ length: steps + 1 }, (_, step) => {
    const at = (step / steps) * (stops.length - 1);
    const from = Math.min(stops.length - 2, Math.floor(at));
    const [a = [0, 0, 0], b = [0, 0, 0]] = stops.slice(from, from + 2);
    const mix = (c: 0 | 1 | 2) => Math.round(a[c] + (at - from) * (b[c] - a[c]));
    return [mix(0), mix(1), mix(2)];
  });
}
