import { describe } from 'vitest';
import { createReferenceBackend } from '../backends/reference/backend.ts';
import { describeConformance } from './suite.ts';

// Compared with itself: what this checks are the cases (sound graphs, finite values) and the calls of an executable.
describe('the reference backend', () => {
  describeConformance(async () => createReferenceBackend(), { sizes: 'small' });
});
