// The contract between training and every view that looks at it: members that change while they are watched.

import type { ImageShape, SequentialConfig, Split, Weights } from '@convoy/core';

/** One network of the ensemble, trained or not. */
export interface LiveMember {
  /** Its number, from 0. */
  readonly index: number;
  /** As data: `new Sequential(member.model)` and `setWeights` make a copy, on the page's thread or in a worker. */
  readonly model: SequentialConfig;
  /** Optimizer steps that its weights have behind them. */
  readonly updates: number;
  /**
   * A copy of its weights as they are now, by name. It takes a message to the member's worker and back, so a view asks when
   * `subscribe` called it, and not in every frame.
   */
  weights(): Promise<Weights>;
}

/** Images with labels. The bytes are shared: views read them only. */
export interface Examples {
  /** Those the members are trained on, without the ones set aside. */
  readonly training: Split;
  /** Set aside from the training images; null if there are none. */
  readonly validation: Split | null;
  readonly test: Split;
}

/**
 * An ensemble that may be training right now. Each configuration has its own; the page gives its views another one when the
 * configuration changes, so that nothing but weights and updates of one changes.
 */
export interface LiveEnsemble {
  /** The dataset's name. */
  readonly dataset: string;
  /** In the order of the labels. */
  readonly classNames: readonly string[];
  /** `[height, width, channels]` */
  readonly imageShape: ImageShape;
  /** The network of the first member, and of all others if they do not differ. */
  readonly model: SequentialConfig;
  readonly members: readonly LiveMember[];
  readonly examples: Examples;
  /**
   * Calls the listener after weights have changed, at most four times per second.
   * @returns a function that ends the calls
   */
  subscribe(listener: () => void): () => void;
}
