/** Parts of a dataset that an ensemble can be measured on. */
export const splitNames = ['test', 'train', 'validation'] as const;

export type SplitName = (typeof splitNames)[number];
