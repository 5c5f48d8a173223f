// All that a report is drawn from, read and measured once; each part of the page takes what it needs.

import type { Dataset } from '@convoy/core';
import type { EnsembleReport, MemberHistory, Prediction, RunManifest } from '@convoy/ensemble';
import type { Ensemble } from '@convoy/ensemble/node';
import type { DenseNetwork } from './dense/denseNetwork.ts';

export interface ReportSource {
  /** The run's directory, as the reader would type it. */
  readonly run: string;
  readonly manifest: RunManifest;
  /** Of the members that finished. */
  readonly histories: readonly MemberHistory[];
  readonly ensemble: Ensemble;
  /** What needs images; null if the data set was not found. */
  readonly seen: Seen | null;
  /** Why `seen` is null. */
  readonly whyUnseen: string | null;
}

export interface Seen {
  readonly dataset: Dataset;
  /** Of the whole test split. */
  readonly prediction: Prediction;
  readonly metrics: EnsembleReport;
  /**
   * Calibration with a temperature: the ensemble's own, else one fitted on the validation images to show what it would
   * do; null where there are none.
   */
  readonly calibrated: EnsembleReport['calibration'] | null;
  /** A test image of each class, of ten classes at most: rows of the test split. */
  readonly examples: readonly number[];
  /** Which of the examples is shown where there is room for one. */
  readonly shown: number;
  /** How many images the costlier parts may use, so that a report takes seconds with a large network too. */
  readonly affordableImages: number;
  /** The densely connected network to compare with; null where the run itself is one. */
  readonly dense: DenseNetwork | null;
}
