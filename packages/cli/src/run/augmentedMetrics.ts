// The same metrics as without, each image seen in several ways.

import type { Split } from '@convoy/core';
import type { SplitMetrics, ViewSetName } from '@convoy/ensemble';
import { splitMetrics } from '@convoy/ensemble/internal';
import type { Ensemble } from '@convoy/ensemble/node';
import { percent } from '../ui/format.ts';
import { bold } from '../ui/output.ts';
import { table } from '../ui/table.ts';

export interface AugmentedMetrics {
  readonly views: ViewSetName;
  readonly ensemble: SplitMetrics;
  readonly members: readonly ({ readonly member: number } & SplitMetrics)[];
}

export async function augmentedMetrics(
  ensemble: Ensemble,
  { images, labels }: Split,
  views: ViewSetName,
): Promise<AugmentedMetrics> {
  const classes = ensemble.classNames.length;
  const prediction = await ensemble.predict(images, { testTimeAugmentation: views });
  return {
    views,
    ensemble: splitMetrics(prediction.probabilities, labels, classes),
    members: ensemble.members.map(({ member }, index) => ({
      member,
      ...splitMetrics(prediction.members[index] ?? new Float32Array(), labels, classes),
    })),
  };
}

/** A table of them, to be printed below that of the plain ones. */
export function augmentedLines({ views, ensemble, members }: AugmentedMetrics): string[] {
  const cells = ({ accuracy, nll }: SplitMetrics) => [percent(accuracy), nll.toFixed(4)];
  const rows = [
    [`over views: ${views}`, 'accuracy', 'NLL'],
    ...members.map(({ member, ...metrics }) => [`member ${member}`, ...cells(metrics)]),
    [bold('ensemble'), ...cells(ensemble).map(bold)],
  ];
  return ['', ...table(rows)];
}
