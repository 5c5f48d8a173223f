// Every case of the conformance suite.

import type { ConformanceCase } from '../conformanceCase.ts';
import { batchNormalizationCases } from './batchNormalization.ts';
import { chainCases } from './chains.ts';
import { clippingCases } from './clipping.ts';
import { conv2dCases } from './conv2d.ts';
import { denseCases } from './dense.ts';
import { elementwiseCases } from './elementwise.ts';
import { lossCases } from './loss.ts';
import { networkCases } from './networks.ts';
import { optimizerCases } from './optimizers.ts';
import { poolingCases } from './pooling.ts';

export const conformanceCases: Readonly<Record<string, readonly ConformanceCase[]>> = {
  convolution: conv2dCases,
  dense: denseCases,
  pooling: poolingCases,
  'element by element': elementwiseCases,
  'batch normalization': batchNormalizationCases,
  loss: lossCases,
  'gradient clipping': clippingCases,
  optimizers: optimizerCases,
  'several layers': chainCases,
  networks: networkCases,
};
