// The views of the page, in the order of its navigation. A new one is a file and a line in this list.

import type { ComponentType } from 'preact';
import type { LiveEnsemble } from './live.ts';

/** What every view is given. */
export interface ViewProps {
  readonly ensemble: LiveEnsemble;
}

/** A view by its name in the address: `?view=train`. */
export interface View {
  readonly name: string;
  readonly title: string;
  /** Loads it when it is first shown. */
  readonly load: () => Promise<ComponentType<ViewProps>>;
}

export const views: readonly [View, ...View[]] = [
  { name: 'train', title: 'Train', load: async () => (await import('./views/train/train.tsx')).Train },
];
