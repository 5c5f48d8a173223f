// Which members there are, and how they become an ensemble.

import { type CombinationName, combinationNames } from '../combine/combination.ts';
import { type TestTimeAugmentation, viewSetNames } from '../testTimeAugmentation/views.ts';
import { type Kind, oneOf, wholeNumber, yesOrNo } from './kind.ts';
import { option } from './option.ts';
import { strategyNames } from './strategyNames.ts';

const viewSets: readonly string[] = viewSetNames;

const views: Kind<TestTimeAugmentation> = {
  expected: `one of ${viewSets.join(', ')}, or views such as [{ "flip": true, "weight": 1 }]`,
  // What is in a view is checked where it is resolved.
  is: (value): value is TestTimeAugmentation =>
    typeof value === 'string'
      ? viewSets.includes(value)
      : Array.isArray(value) && value.every((view) => typeof view === 'object' && view !== null),
  names: viewSets,
};

export const ensemble = {
  /** Networks in the ensemble. @default 5 */
  members: option({
    kind: wholeNumber(1),
    default: 5,
    determines: 'ensemble',
    group: 'Ensemble',
    flag: ['--members <n>', 'networks in the ensemble'],
  }),
  /** Every random choice of the run follows from it: initialization, order, dropout, augmentation, of every member. @default 0 */
  seed: option({
    kind: wholeNumber(0),
    default: 0,
    determines: 'ensemble',
    group: 'Ensemble',
    flag: ['--seed <n>', 'seed of every random choice of the run'],
  }),
  /**
   * Measures members and ensemble on the test split a second time, each image seen in several ways: `flip`, `six-view`,
   * `shifts`, or views of your own. A saved ensemble predicts plainly all the same.
   * @default 'none'
   */
  testTimeAugmentation: option<TestTimeAugmentation, 'member'>({
    kind: views,
    default: 'none',
    determines: 'member',
    group: 'Ensemble',
    flag: ['--tta <views>', `also measure over several views of each image: ${viewSets.join(', ')}`],
  }),
  /**
   * How members come to differ: `independent` seeds; `bagging`, a bootstrap sample of the training rows each as well; or
   * `snapshot`, where each member continues from the one before for `epochs`, with a learning rate that falls from its start
   * to 0. Snapshots are trained one after the other, in one worker.
   * @default 'independent'
   */
  strategy: option({
    kind: oneOf(strategyNames),
    default: 'independent',
    determines: 'member',
    group: 'Ensemble',
    flag: ['--strategy <name>', `how members come to differ: ${strategyNames.join(', ')}`],
  }),
  /**
   * How their probabilities become one: `mean`; majority `vote`; or a mean with weights from `greedy` selection on the
   * validation rows.
   * @default 'mean'
   */
  combine: option<CombinationName, 'ensemble'>({
    kind: oneOf(combinationNames),
    default: 'mean',
    determines: 'ensemble',
    group: 'Ensemble',
    flag: ['--combine <name>', `how predictions are combined: ${combinationNames.join(', ')}`],
  }),
  /** Fits one temperature to the combined probabilities of the validation rows. @default false */
  calibrate: option({
    kind: yesOrNo,
    default: false,
    determines: 'ensemble',
    group: 'Ensemble',
    flag: ['--calibrate', 'fit one temperature to the ensemble, on the validation images'],
  }),
};
