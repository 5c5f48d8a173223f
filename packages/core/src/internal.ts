// What serves the other packages of this repository and nobody else: it may change with any version.

export { isPlainView, resolveImageView } from './data/augmentation/imageView.ts';
export { resolveAugmentation } from './data/augmentation/list.ts';
export { checkDataset } from './data/checkDataset.ts';
export { factsByName } from './data/facts.ts';
export { digitStyles } from './data/glyphs/digits.ts';
export { parsePath } from './data/glyphs/path.ts';
export { type DecodedContainer, decodeContainer } from './format/decode.ts';
export { encodeContainer } from './format/encode.ts';
export { asWeights } from './format/tensor.ts';
export { bytesOf } from './images/fit.ts';
export { resize } from './images/resize.ts';
export { formatShape } from './layers/shape.ts';
export { trialOf } from './model/buildGraph.ts';
export { resolveConfig } from './model/config.ts';
export { resolveLoss } from './model/losses/list.ts';
export { totalMultiplyAdds } from './model/multiplyAdds.ts';
export { suggestion } from './nearest.ts';
export { resolveOptimizer } from './optimizers/list.ts';
export { presetImageShape } from './presets/list.ts';
export { shellWord } from './shellWord.ts';
export type { AveragingSpec } from './training/callbacks/averaging.ts';
export { averagingCallback } from './training/callbacks/averaging.ts';
export { classWeightsOf } from './training/classWeight.ts';
