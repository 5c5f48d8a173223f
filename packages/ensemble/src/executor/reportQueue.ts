// Reports on their way from a member to whoever reads them.

/** An iterable that is filled from elsewhere. */
export interface ReportQueue<Report> extends AsyncIterable<Report> {
  /** Adds a report, and never waits for the reader. */
  push(report: Report): void;
  /** No more will come: the reader ends when it has read all. */
  end(): void;
}

/** An empty queue, for one reader. */
export function createReportQueue<Report>(): ReportQueue<Report> {
  const waiting: Report[] = [];
  let ended = false;
  let wake = () => {};
  return {
    push(report) {
      waiting.push(report);
      wake();
    },
    end() {
      ended = true;
      wake();
    },
    async *[Symbol.asyncIterator]() {
      for (;;) {
        for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) yield next;
        if (ended) return;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
  };
}
