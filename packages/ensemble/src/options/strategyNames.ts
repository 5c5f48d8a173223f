/** The names of the ways in which members come to differ. */
export const strategyNames = ['independent', 'bagging', 'snapshot'] as const;

/**
 * - `independent`: deep ensembles, where each member has an initialization and an order of its own (Lakshminarayanan et
 *   al. 2017);
 * - `bagging`: and a bootstrap sample of the training rows too (Breiman 1996);
 * - `snapshot`: one long training with a cyclic learning rate, a member at the end of each cycle (Huang et al. 2017).
 */
export type StrategyName = (typeof strategyNames)[number];
