// HDF5 files in memory, by h5wasm: the whole library takes a second to load, so only what needs it imports this.

import type { Tensor, Weights } from '@convoy/core';
import { Dataset, File, Group, ready } from 'h5wasm';
import { corrupt } from '../errors.ts';

const path = '/weights.h5';

/** What can be asked of an open HDF5 file. */
export interface Hdf5 {
  /** Names of what is in a group; empty if there is no such group. */
  keys(group: string): readonly string[];
  /** A dataset of float32 numbers, or undefined. @throws {InteropError} `corrupt-file` if it holds something else */
  tensor(name: string): Tensor | undefined;
}

/** An HDF5 file of groups with a `name`, and float32 datasets in them. */
export async function writeHdf5(groups: ReadonlyMap<string, string>, tensors: Weights): Promise<Uint8Array> {
  const { FS } = await ready;
  const file = new File(path, 'w');
  try {
    for (const [group, name] of groups) {
      createGroup(file, group).create_attribute('name', name);
    }
    for (const [name, { shape, data }] of tensors) {
      const group = createGroup(file, name.slice(0, name.lastIndexOf('/')));
      group.create_dataset({
        name: name.slice(name.lastIndexOf('/') + 1),
        data,
        shape: [...shape],
        dtype: '<f4',
      });
    }
    file.flush();
    file.close();
    return FS.readFile(path);
  } finally {
    FS.unlink(path);
  }
}

function createGroup(file: File, name: string): Group {
  let group: Group = file;
  for (const part of name.split('/')) {
    const found = group.keys().includes(part) ? group.get(part) : group.create_group(part);
    if (!(found instanceof Group)) throw new Error(`HDF5: ${name} is not a group`);
    group = found;
  }
  return group;
}

/**
 * Opens an HDF5 file for as long as `use` runs.
 * @throws {InteropError} `corrupt-file` if it is damaged
 */
export async function readHdf5<Result>(bytes: Uint8Array, use: (file: Hdf5) => Result): Promise<Result> {
  const module = await ready;
  // Errors become exceptions, not lines on standard error.
  module.activate_throwing_error_handler();
  module.FS.writeFile(path, bytes);
  try {
    const file = guarded('it cannot be opened', () => new File(path, 'r'));
    try {
      return use({
        keys: (name) =>
          guarded(name, () => {
            const group = file.get(name);
            return group instanceof Group ? group.keys() : [];
          }),
        tensor: (name) => guarded(name, () => tensorOf(file, name, bytes.length)),
      });
    } finally {
      guarded('it cannot be closed', () => file.close());
    }
  } finally {
    module.FS.unlink(path);
  }
}

function tensorOf(file: File, name: string, fileBytes: number): Tensor | undefined {
  const dataset = file.get(name);
  if (dataset === null) return undefined;
  if (!(dataset instanceof Dataset)) throw corrupt(`${name}: expected a dataset, got a group`);
  const { shape, size, littleEndian, type, chunks } = dataset.metadata;
  const count = (shape ?? []).reduce((product, extent) => product * extent, 1);
  const isFloat32 = type === 1 && size === 4 && littleEndian;
  if (shape === null || !isFloat32) throw corrupt(`${name}: expected little-endian float32 numbers`);
  // Chunks may be compressed, and then hold more than the file; contiguous numbers cannot.
  if (chunks !== null) throw corrupt(`${name}: expected contiguous numbers, got chunks`);
  if (count * 4 > fileBytes)
    throw corrupt(`${name}: it declares ${count} numbers in a file of ${fileBytes} bytes`);
  const { value } = dataset;
  if (!(value instanceof Float32Array) || value.length !== count) {
    throw corrupt(`${name}: expected ${count} numbers`);
  }
  return { shape, data: value.slice() };
}

/** The library throws words of its own, and traps where a file leads it astray. */
function guarded<Result>(what: string, read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    throw corrupt(`HDF5: ${what}`, error);
  }
}
