// The random numbers of augmentation: a function of (seed, row, epoch, which augmentation), with no state that lasts. A
// training that goes on in the middle of an epoch draws what it would have drawn, whatever the order or batch of rows.

import { philox } from '../../random/philox.ts';
import { type Seed, seedWords } from '../../random/seed.ts';

/** In place of an epoch: draws that a row has in every epoch. No training has so many epochs. */
const everyEpoch = 0xffffffff;

/** The random numbers of one image in one epoch: they depend on the member's seed, the epoch and the row alone. */
export class RowDraws {
  /** Counted from 0. */
  epoch = 0;
  readonly #key0: number;
  readonly #key1: number;
  readonly #block = new Uint32Array(4);
  #row = 0;
  #stream = 0;
  #countedEpoch = 0;
  #drawn = 0;

  constructor(seed: Seed) {
    const [key0 = 0, key1 = 0] = seedWords(seed);
    this.#key0 = key0;
    this.#key1 = key1;
  }

  /** Begins the draws of one augmentation, `stream`, for a row in an epoch. */
  begin(row: number, epoch: number, stream: number): void {
    this.epoch = epoch;
    this.#row = row;
    this.#stream = stream;
    this.#countedEpoch = epoch;
    this.#drawn = 0;
  }

  /** From here on, draws that this row has in every epoch. */
  sameInEveryEpoch(): void {
    this.#countedEpoch = everyEpoch;
    this.#drawn = 0;
  }

  /** A whole number in 0 … n − 1; some are likelier than others by n / 2^32. */
  integer(n: number): number {
    return Math.floor((this.#next() * n) / 0x100000000);
  }

  /** A number in [0, 1): a multiple of 2^-32. */
  uniform(): number {
    return this.#next() / 0x100000000;
  }

  /** A number between two bounds. */
  between(low: number, high: number): number {
    return low + (high - low) * this.uniform();
  }

  #next(): number {
    const place = this.#drawn & 3;
    if (place === 0) {
      const block = this.#drawn >>> 2;
      philox(this.#block, this.#key0, this.#key1, this.#row, this.#countedEpoch, this.#stream, block);
    }
    this.#drawn += 1;
    return this.#block[place] as number;
  }
}
