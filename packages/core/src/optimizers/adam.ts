import { type AdamOptions, type AdamRuleSpec, adamRule } from './adamRule.ts';

/** `Adam` as plain data, every option explicit. */
export type AdamSpec = AdamRuleSpec<'Adam'>;

/**
 * Adam (Kingma and Ba 2014): momentum, divided by the root of a moving average of squared gradients. Learning rate 0.001
 * by default.
 * @throws {CoreError} if an option is unknown or wrong.
 */
export function Adam(options: AdamOptions = {}): AdamSpec {
  return adam.create(options);
}

export const adam = adamRule('Adam', { learningRate: 0.001, weightDecay: 0 });
