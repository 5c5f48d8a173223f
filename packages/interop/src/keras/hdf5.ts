// HDF5 files in memory, by h5wasm: the whole library takes a second to load, so only what needs it imports this.

import type { Tensor, Weights } from '@convoy/core';
import { Dataset, File, Group, ready } from 'h5wasm';
import { corrupt, InteropError, unsupported } from '../errors.ts';
import { floatsOfFloat16 } from '../halfPrecision.ts';

const path = '/weights.h5';

/** What can be asked of an open HDF5 file. */
export interface Hdf5 {
  /** Names of what is in a group; empty if there is no such group. */
  keys(group: string): readonly string[];
  /**
   * A dataset of float32 or float16 numbers, contiguous or in chunks, or undefined.
   * @throws {InteropError} `corrupt-file` if it is damaged, `unsupported-operation` if it holds something else
   */
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
        tensor: (name) =>
          guarded(name, () =>
            tensorOf(file, name, bytes.length, (dataset, size) => contentOf(module, dataset, size)),
          ),
      });
    } finally {
      guarded('it cannot be closed', () => file.close());
    }
  } finally {
    module.FS.unlink(path);
  }
}

/** The bytes of a dataset: the library's own way to its numbers does not know float16. */
function contentOf(
  module: Awaited<typeof ready>,
  { file_id, path: name }: Dataset,
  size: number,
): Uint8Array<ArrayBuffer> {
  const pointer = module._malloc(size);
  if (pointer === 0) throw new Error(`no memory for ${size} bytes`);
  try {
    module.get_dataset_data(file_id, name, null, null, null, BigInt(pointer));
    return new Uint8Array(module.HEAPU8.subarray(pointer, pointer + size));
  } finally {
    module._free(pointer);
  }
}

/** Chunks may be compressed. What unpacks to far more than its file was made to, as in `archive.ts`. */
const largestRatio = 100;

/** By their numbers: deflate (gzip), shuffle and Fletcher's checksum. */
const knownFilters = [1, 2, 3];

function tensorOf(
  file: File,
  name: string,
  fileBytes: number,
  read: (dataset: Dataset, bytes: number) => Uint8Array,
): Tensor | undefined {
  const dataset = file.get(name);
  if (dataset === null) return undefined;
  if (!(dataset instanceof Dataset)) throw corrupt(`${name}: expected a dataset, got a group`);
  const { shape, size, littleEndian, type, chunks } = dataset.metadata;
  const isFloat = type === 1 && littleEndian && (size === 4 || size === 2);
  if (shape === null || !isFloat) {
    throw unsupported(name, 'expected little-endian float32 or float16 numbers. Save the model in float32');
  }
  const filter = dataset.filters.find(({ id }) => !knownFilters.includes(id));
  if (filter !== undefined) {
    throw unsupported(name, `it is compressed by ${filter.name}; only gzip, shuffle and fletcher32 are read`);
  }
  const most = chunks === null ? fileBytes : fileBytes * largestRatio;
  for (const extents of [shape, chunks ?? []]) {
    const bytes = extents.reduce((product, extent) => product * extent, size);
    if (!(bytes <= most)) throw corrupt(`${name}: it declares ${bytes} bytes in a file of ${fileBytes}`);
  }
  const bytes = read(
    dataset,
    shape.reduce((product, extent) => product * extent, size),
  );
  return { shape, data: size === 2 ? floatsOfFloat16(bytes) : new Float32Array(bytes.buffer) };
}

/** The library throws words of its own, and traps where a file leads it astray. */
function guarded<Result>(what: string, read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    if (error instanceof InteropError) throw error;
    throw corrupt(`HDF5: ${what}`, error);
  }
}
