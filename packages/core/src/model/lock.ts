/**
 * Runs asynchronous work one piece after the other, in the order in which it was asked for. A model's executable has one
 * set of input buffers: a prediction asked for during a training step must wait until that step has been read out.
 */
export function createLock(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    // Whoever asked for the work before hears of its failure; the next piece runs all the same.
    const result = last.then(work, work);
    last = result;
    return result;
  };
}
