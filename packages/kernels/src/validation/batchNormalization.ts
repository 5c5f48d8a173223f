import type { Operation } from '../operations.ts';
import type { Check } from './check.ts';

/** Values of one channel each, and rows like the input's. */
function checkChannels(check: Check, perChannel: readonly string[], likeInput: readonly string[]): void {
  const input = check.anyRows('input');
  const channels = input.at(-1) ?? 1;
  for (const field of perChannel) check.whole(field, [channels]);
  for (const field of likeInput) check.rows(field, input);
}

export const batchNormalizationRules = {
  batchNormalizationStatistics: (_: Operation, check: Check) =>
    checkChannels(check, ['mean', 'variance', 'movingMean', 'movingVariance'], []),
  batchNormalization: (_: Operation, check: Check) =>
    checkChannels(check, ['mean', 'variance', 'gamma', 'beta'], ['output']),
  batchNormalizationParameterGrad: (_: Operation, check: Check) =>
    checkChannels(check, ['mean', 'variance', 'gammaGrad', 'betaGrad'], ['outputGrad']),
  batchNormalizationInputGrad: (_: Operation, check: Check) =>
    checkChannels(check, ['mean', 'variance', 'gamma', 'gammaGrad', 'betaGrad'], ['outputGrad', 'inputGrad']),
};
