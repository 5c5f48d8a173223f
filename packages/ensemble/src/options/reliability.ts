// How a run guards against what may go wrong, as the options say it and as a run keeps it.

import type { faultTolerance } from './faultTolerance.ts';
import type { Complete, Given } from './option.ts';

/** How a run is kept safe, and what it puts up with. */
export interface ReliabilityOptions extends Given<typeof faultTolerance> {}

/** The same with every default filled in; null for what was not given. */
export interface Reliability extends Complete<typeof faultTolerance> {}
