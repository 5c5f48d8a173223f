// The page's colours, in light and in dark. Series colours are apart in lightness too, so that they stay apart in grey
// print and for eyes that do not tell red from green.

export const palette = {
  /** The page, and what lies on it. */
  paper: ['#f7f7f5', '#14161a'],
  panel: ['#ffffff', '#1c1f25'],
  /** Text, and text that steps back. */
  ink: ['#1b1f27', '#e8eaee'],
  muted: ['#5b6371', '#a2abb9'],
  rule: ['#d9dce1', '#363b45'],
  grid: ['#eceef1', '#2a2e36'],
  /** The ensemble, and whatever is looked at most. */
  blue: ['#1d5fc4', '#78aeff'],
  /** Validation, and the one network beside the ensemble. */
  orange: ['#c65d07', '#ffa85c'],
  /** The densely connected network. */
  violet: ['#7a3fb0', '#c79bff'],
  teal: ['#0b7a75', '#4fd1c5'],
  pink: ['#b83280', '#ff8fc7'],
  good: ['#15803d', '#5fd08a'],
  bad: ['#c0262d', '#ff8a8a'],
} as const satisfies Record<string, readonly [light: string, dark: string]>;

export type ColourName = keyof typeof palette;

/** `var(--blue)` */
export function colour(name: ColourName): string {
  return `var(--${name})`;
}

/** The colours as properties of the page, by what the reader's system prefers and by what the button says. */
export function paletteCss(): string {
  const properties = (theme: 0 | 1) =>
    Object.entries(palette)
      .map(([name, colours]) => `--${name}:${colours[theme]}`)
      .join(';');
  const light = `color-scheme:light;${properties(0)}`;
  const dark = `color-scheme:dark;${properties(1)}`;
  return `:root{${light}}
@media (prefers-color-scheme:dark){:root{${dark}}}
:root[data-theme=light]{${light}}
:root[data-theme=dark]{${dark}}`;
}
