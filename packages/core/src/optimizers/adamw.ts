import { type AdamOptions, type AdamRuleSpec, adamRule } from './adamRule.ts';

/** `AdamW` as plain data, every option explicit. */
export type AdamWSpec = AdamRuleSpec<'AdamW'>;

/**
 * Adam with decoupled weight decay (Loshchilov and Hutter 2017), 0.004 by default. Learning rate 0.001 by default.
 * @throws {CoreError} if an option is unknown or wrong.
 */
export function AdamW(options: AdamOptions = {}): AdamWSpec {
  return adamw.create(options);
}

export const adamw = adamRule('AdamW', { learningRate: 0.001, weightDecay: 0.004 });
