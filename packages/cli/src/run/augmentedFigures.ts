// The same figures as without, each image seen in several ways.

import type { Split } from '@convoy/core';
import { type SplitFigures, splitFigures, type ViewSetName } from '@convoy/ensemble';
import type { Ensemble } from '@convoy/ensemble/node';
import { percent } from '../ui/format.ts';
import { bold } from '../ui/output.ts';
import { table } from '../ui/table.ts';

export interface AugmentedFigures {
  readonly views: ViewSetName;
  readonly ensemble: SplitFigures;
  readonly members: readonly ({ readonly member: number } & SplitFigures)[];
}

export async function augmentedFigures(
  ensemble: Ensemble,
  { images, labels }: Split,
  views: ViewSetName,
): Promise<AugmentedFigures> {
  const classes = ensemble.classNames.length;
  const prediction = await ensemble.predict(images, { testTimeAugmentation: views });
  return {
    views,
    ensemble: splitFigures(prediction.probabilities, labels, classes),
    members: ensemble.members.map(({ member }, index) => ({
      member,
      ...splitFigures(prediction.members[index] ?? new Float32Array(), labels, classes),
    })),
  };
}

/** A table of them, to be printed below that of the plain ones. */
export function augmentedLines({ views, ensemble, members }: AugmentedFigures): string[] {
  const cells = ({ accuracy, nll }: SplitFigures) => [percent(accuracy), nll.toFixed(4)];
  const rows = [
    [`over views: ${views}`, 'accuracy', 'NLL'],
    ...members.map(({ member, ...figures }) => [`member ${member}`, ...cells(figures)]),
    [bold('ensemble'), ...cells(ensemble).map(bold)],
  ];
  return ['', ...table(rows)];
}
