// Pictures to rows of bytes, all of one shape.

import { CoreError } from '../../errors.ts';
import { bytesOf, fitImage } from '../../images/fit.ts';
import { isGrey, type Pixels, toGrey } from '../../images/pixels.ts';
import type { ImageShape, Split } from '../dataset.ts';
import { emptySplit } from '../split.ts';
import type { FolderSettings } from './options.ts';
import type { Picture } from './picture.ts';

/** Pictures that cannot be read are told of together, up to this many. */
const mostFaults = 10;
const faultCodes = new Set(['invalid-data', 'read-failed']);
/** Of all rows together; CIFAR-10 takes a tenth of it. */
const mostBytes = 2 ** 31;

interface Row {
  /** One channel if the picture is grey and need not be more, else three. */
  readonly bytes: Uint8Array;
  readonly label: number;
}

export class RowDecoder {
  readonly #settings: FolderSettings;
  readonly #onPicture: () => void;
  #size: readonly [height: number, width: number] | null;
  #firstName = '';
  #bytes = 0;
  readonly #faults: string[] = [];
  readonly #isSkipping: boolean;

  /** @param onPicture called after each picture */
  constructor(settings: FolderSettings, onPicture: () => void) {
    this.#settings = settings;
    this.#size = settings.imageSize;
    this.#isSkipping = settings.skipUnreadable === true;
    this.#onPicture = onPicture;
  }

  /** @throws {CoreError} `invalid-data`, naming the pictures that cannot be read or are of another size than the first */
  async decode(pictures: readonly Picture[]): Promise<Row[]> {
    const rows: Row[] = [];
    for (const picture of pictures) {
      try {
        rows.push({ bytes: this.#fit(await picture.load(), picture.name), label: picture.label });
      } catch (error) {
        const isOfPicture = error instanceof CoreError && faultCodes.has(error.code);
        if (!isOfPicture) throw error;
        this.#faults.push(error.message);
        if (!this.#isSkipping && this.#faults.length === mostFaults) break;
      }
      this.#onPicture();
    }
    return rows;
  }

  /** @returns why pictures were left out @throws {CoreError} `invalid-data` if some could not be read, and must be */
  requireNoFaults(): readonly string[] {
    if (this.#faults.length === 0 || this.#isSkipping) return this.#faults;
    const more = this.#faults.length === mostFaults ? '\n  and perhaps more' : '';
    throw new CoreError(
      'invalid-data',
      `pictures cannot be read:\n${this.#faults.map((fault) => `  ${fault}`).join('\n')}${more}\n` +
        'Mend or remove them, or leave them out: --skip-unreadable (skipUnreadable)',
    );
  }

  /** What all rows have in common. */
  shapeOf(rows: readonly Row[]): ImageShape {
    const [height, width] = this.#size ?? [0, 0];
    const isColoured = rows.some(({ bytes }) => bytes.length > height * width);
    return [height, width, this.#settings.channels ?? (isColoured ? 3 : 1)];
  }

  #fit(pixels: Pixels, name: string): Uint8Array {
    this.#size ??= this.#takeSizeFrom(pixels, name);
    const [height, width] = this.#size;
    if (this.#settings.imageSize === null && (pixels.height !== height || pixels.width !== width)) {
      throw new CoreError(
        'invalid-argument',
        `pictures differ in size: ${this.#firstName} is ${width} × ${height}, ${name} is ${pixels.width} × ` +
          `${pixels.height}. Say what all of them shall become: --image-size 64 (imageSize: 64)`,
      );
    }
    const { channels } = this.#settings;
    const isOneChannel = channels === 1 || (channels === null && isGrey(pixels));
    const fitted = fitImage(isOneChannel ? toGrey(pixels) : pixels, [height, width, isOneChannel ? 1 : 3]);
    const bytes = bytesOf(fitted.pixels);
    this.#bytes += bytes.length;
    if (this.#bytes > mostBytes) {
      throw new CoreError(
        'invalid-argument',
        `pictures of ${width} × ${height} take more than ${mostBytes / 2 ** 30} GiB together. Say what they shall become: ` +
          '--image-size 64 (imageSize: 64)',
      );
    }
    return bytes;
  }

  #takeSizeFrom({ height, width }: Pixels, name: string): readonly [number, number] {
    this.#firstName = name;
    return [height, width];
  }
}

/** Rows in shared memory; grey ones among coloured ones get three equal channels. */
export function asSplit(rows: readonly Row[], shape: ImageShape): Split {
  const split = emptySplit(rows.length, shape);
  const [height, width, channels] = shape;
  const size = height * width * channels;
  rows.forEach(({ bytes, label }, row) => {
    split.labels[row] = label;
    const target = split.images.subarray(row * size, (row + 1) * size);
    if (bytes.length === size) target.set(bytes);
    else for (let at = 0; at < size; at++) target[at] = bytes[Math.floor(at / channels)] ?? 0;
  });
  return split;
}
