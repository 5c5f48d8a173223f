// The ensemble of a run, as every command that reads one loads it.

import { Ensemble } from '@convoy/ensemble/node';
import { backendNames } from '@convoy/kernels';
import { requireOneOf } from '../options/choices.ts';

/** @param run a run directory, or an `ensemble.convoy` file */
export function loadEnsemble(run: string, backend: string): Promise<Ensemble> {
  return Ensemble.load(run, { backend: requireOneOf('backend', backend, backendNames) });
}
