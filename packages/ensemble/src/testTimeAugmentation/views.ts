// Test-time augmentation: a member looks at each image in several ways, and its predictions are averaged. Sets of views
// are plain data; a new one is one entry in the list below.

import { CoreError, type ImageShape, type ImageView } from '@convoy/core';
import { resolveImageView, suggestion } from '@convoy/core/internal';
import { EnsembleError } from '../errors.ts';

/** A way to look at an image, and how much it counts. */
export interface WeightedView extends ImageView {
  /** Above 0. Weights are divided by their sum. */
  readonly weight: number;
}

const asItIs = { flip: false, shift: [0, 0], fill: 'reflect' } satisfies ImageView;
const bothWays = (shift: ImageView['shift'], weight: number): readonly WeightedView[] => [
  { ...asItIs, shift, weight: weight / 2 },
  { ...asItIs, shift, weight: weight / 2, flip: true },
];

const sets = {
  /** No augmentation. */
  none: [],
  /** The image and its mirror image. */
  flip: bothWays([0, 0], 1),
  /** Also moved by a pixel along the diagonal, either way, for half of the weight: Jordan 2024 (arXiv 2404.00498). */
  'six-view': [...bothWays([0, 0], 0.5), ...bothWays([-1, -1], 0.25), ...bothWays([1, 1], 0.25)],
  /** For digits, which have no mirror image: moved by a pixel up, down, left and right, with black behind. */
  shifts: (
    [
      [0, 0],
      [-1, 0],
      [1, 0],
      [0, -1],
      [0, 1],
    ] as const
  ).map((shift) => ({
    flip: false,
    shift,
    fill: 'zeros' as const,
    weight: 1 / 5,
  })),
} as const satisfies Record<string, readonly WeightedView[]>;

/** The name of a set of views. */
export type ViewSetName = keyof typeof sets;

/** The names of sets of views. */
export const viewSetNames = Object.keys(sets) as ViewSetName[];

/** A set of views by its name, or views of one's own. */
export type TestTimeAugmentation =
  | ViewSetName
  | readonly (Partial<ImageView> & { readonly weight: number })[];

/**
 * The views to average, with weights that add up to 1; empty for `none`.
 * @throws {EnsembleError} `invalid-option`, naming what is unknown or wrong
 */
export function resolveViews(
  augmentation: TestTimeAugmentation,
  imageShape: ImageShape,
): readonly WeightedView[] {
  const given = typeof augmentation === 'string' ? setNamed(augmentation) : augmentation;
  if (!Array.isArray(given)) {
    throw new EnsembleError(
      'invalid-option',
      `testTimeAugmentation: expected ${viewSetNames.join(', ')} or a list of views, got ${JSON.stringify(given)}`,
    );
  }
  const views = given.map((view, index) => resolveView(view, imageShape, index));
  const sum = views.reduce((total, { weight }) => total + weight, 0);
  return views.map((view) => ({ ...view, weight: view.weight / sum }));
}

function setNamed(name: string): readonly WeightedView[] {
  const known = viewSetNames.find((candidate) => candidate === name);
  if (known !== undefined) return sets[known];
  throw new EnsembleError(
    'invalid-option',
    `unknown test-time augmentation: ${name}. ${suggestion(name, viewSetNames)}`,
  );
}

function resolveView(data: Partial<WeightedView>, imageShape: ImageShape, index: number): WeightedView {
  const label = `testTimeAugmentation[${index}]`;
  const { weight, ...view } = data;
  if (typeof weight !== 'number' || !(weight > 0 && Number.isFinite(weight))) {
    throw new EnsembleError(
      'invalid-option',
      `${label}: weight: expected a number above 0, got ${String(weight)}`,
    );
  }
  try {
    return { ...resolveImageView(view, imageShape, label), weight };
  } catch (error) {
    if (!(error instanceof CoreError)) throw error;
    throw new EnsembleError('invalid-option', error.message, { cause: error });
  }
}
