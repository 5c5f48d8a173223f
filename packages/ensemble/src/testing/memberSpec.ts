// Specifications of small members, for tests of executors.

import { planRows } from '../member/rows.ts';
import type { MemberSpec } from '../member/spec.ts';
import type { TrainEnsembleOptions } from '../options/trainEnsembleOptions.ts';
import { createSpecs } from '../run/createSpecs.ts';
import { resolveOptions } from '../run/resolveOptions.ts';
import { smallRun } from './smallRun.ts';

/** The first member's of the small run with other options. */
export function smallSpec(options: Partial<TrainEnsembleOptions> = {}, keepsCheckpoints = false): MemberSpec {
  const given = { ...smallRun, ...options };
  const resolved = resolveOptions(given, 1);
  const data = planRows(given.dataset, resolved.validationSplit);
  const [spec] = createSpecs(resolved, { data, modules: [], keepsCheckpoints });
  if (spec === undefined) throw new Error('no member');
  return spec;
}
