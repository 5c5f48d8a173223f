// The parts of a `.keras` file, which is a zip of a configuration and weights.

import { unzipSync } from 'fflate';
import { corrupt } from '../errors.ts';

const configName = 'config.json';
const weightsName = 'model.weights.h5';
/** Keras stores without compression. What unpacks to far more than the file was made to. */
const largestRatio = 100;
const largestConfig = 16e6;

export interface KerasArchive {
  readonly config: string;
  readonly weights: Uint8Array;
}

/** @throws {InteropError} `corrupt-file` if it is not such a zip, or one that declares more than it can hold */
export function openArchive(bytes: Uint8Array): KerasArchive {
  let parts: Readonly<Record<string, Uint8Array>>;
  try {
    parts = unzipSync(bytes, {
      filter({ name, originalSize }) {
        if (name !== configName && name !== weightsName) return false;
        const most =
          name === configName
            ? Math.min(largestConfig, bytes.length * largestRatio)
            : bytes.length * largestRatio;
        if (originalSize <= most) return true;
        throw corrupt(`${name}: it declares ${originalSize} bytes in a file of ${bytes.length}`);
      },
    });
  } catch (error) {
    throw corrupt('not a .keras file, or a damaged one', error);
  }
  const config = parts[configName];
  const weights = parts[weightsName];
  if (config === undefined || weights === undefined) {
    throw corrupt(`not a .keras file: expected ${configName} and ${weightsName} in it`);
  }
  return { config: new TextDecoder().decode(config), weights };
}
