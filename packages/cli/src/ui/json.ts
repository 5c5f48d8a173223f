// `--json`: each event is a line of standard output, and nothing else is.

import { printJson } from './output.ts';
import type { Reporter } from './reporter.ts';

export function createJsonReporter(): Reporter {
  return { onEvent: printJson, onInterrupt() {}, close() {} };
}
