// The course of a figure in a few characters: `█▆▄▃▂▁`. However long a training is, a bounded number of points is kept:
// when there are too many, neighbours are averaged and each new point stands for twice as many values.

const levels = [...'▁▂▃▄▅▆▇█'];
const mostPoints = 128;

export class Trend {
  #points: number[] = [];
  /** How many values a point is the mean of. */
  #stride = 1;
  #pending: number[] = [];

  add(value: number): void {
    if (!Number.isFinite(value)) return;
    this.#pending.push(value);
    if (this.#pending.length < this.#stride) return;
    this.#points.push(mean(this.#pending));
    this.#pending = [];
    if (this.#points.length < mostPoints) return;
    this.#points = buckets(this.#points, mostPoints / 2);
    this.#stride *= 2;
  }

  /** The whole course in at most `width` characters, the least value lowest; shorter while there are few values. */
  draw(width: number): string {
    if (width < 1 || this.#points.length === 0) return '';
    const values = buckets(this.#points, Math.min(width, this.#points.length));
    const least = Math.min(...values);
    const range = Math.max(...values) - least;
    return values
      .map((value) => (range > 0 ? Math.round(((value - least) / range) * (levels.length - 1)) : 0))
      .map((level) => levels[level] ?? '')
      .join('');
  }
}

/** `count` means of neighbours, `count` at most the number of values. */
function buckets(values: readonly number[], count: number): number[] {
  return Array.from({ length: count }, (_, index) =>
    mean(
      values.slice(
        Math.floor((index * values.length) / count),
        Math.floor(((index + 1) * values.length) / count),
      ),
    ),
  );
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
