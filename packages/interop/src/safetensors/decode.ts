import type { Tensor } from '@convoy/core';
import * as z from 'zod/mini';
import { corrupt } from '../errors.ts';
import { floatsOfBfloat16, floatsOfFloat16 } from '../halfPrecision.ts';

/** Bytes per number of every type that a file may hold. */
const widths = {
  F64: 8,
  F32: 4,
  F16: 2,
  BF16: 2,
  F8_E4M3: 1,
  F8_E5M2: 1,
  I64: 8,
  I32: 4,
  I16: 2,
  I8: 1,
  U64: 8,
  U32: 4,
  U16: 2,
  U8: 1,
  BOOL: 1,
} as const;
type ElementType = keyof typeof widths;
const types = Object.keys(widths) as ElementType[];

const count = z.number().check(z.int(), z.nonnegative());
const headerSchema = z.catchall(
  z.object({ __metadata__: z.optional(z.record(z.string(), z.string())) }),
  z.object({
    dtype: z.enum(types as [ElementType, ...ElementType[]]),
    shape: z.array(count).check(z.maxLength(8)),
    data_offsets: z.tuple([count, count]),
  }),
);

const floats: Partial<Readonly<Record<ElementType, (bytes: Uint8Array) => Float32Array>>> = {
  F32: (bytes) => new Float32Array(Uint8Array.from(bytes).buffer),
  F16: floatsOfFloat16,
  BF16: floatsOfBfloat16,
};

/** The reference implementation refuses longer ones, too. */
const longestHeader = 100_000_000;

/** A tensor of a file. Half-precision floats become float32; numbers of other types are left alone. */
export type FileTensor = Tensor | { readonly shape: readonly number[]; readonly type: ElementType };

export interface SafetensorsContent {
  readonly tensors: ReadonlyMap<string, FileTensor>;
  readonly metadata: Readonly<Record<string, string>>;
}

/**
 * Reads a safetensors file.
 * @throws {InteropError} `corrupt-file` if it is truncated, has a wrong header, or tensors that overlap, leave gaps or
 *   lie outside
 */
export function decodeSafetensors(bytes: Uint8Array): SafetensorsContent {
  const { header, start } = readHeader(bytes);
  const { __metadata__: metadata = {}, ...entries } = header;
  const sorted = Object.entries(entries).sort(([, a], [, b]) => a.data_offsets[0] - b.data_offsets[0]);
  const tensors = new Map<string, FileTensor>();
  let end = 0;
  for (const [name, { dtype, shape, data_offsets }] of sorted) {
    const [from, to] = data_offsets;
    const expected = shape.reduce((product, extent) => product * extent, widths[dtype]);
    if (from !== end || to - from !== expected) {
      throw corrupt(`${name}: expected ${expected} bytes from ${end} on, got ${from} to ${to}`);
    }
    end = to;
    if (start + end > bytes.length) break;
    const read = floats[dtype];
    const own = bytes.subarray(start + from, start + to);
    tensors.set(name, read === undefined ? { shape, type: dtype } : { shape, data: read(own) });
  }
  if (start + end !== bytes.length) {
    throw corrupt(`expected ${end} bytes of tensors, got ${bytes.length - start}`);
  }
  return { tensors, metadata };
}

function readHeader(bytes: Uint8Array): { header: z.infer<typeof headerSchema>; start: number } {
  if (bytes.length < 8) throw corrupt(`expected a safetensors file, got ${bytes.length} bytes`);
  const declared = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true);
  if (declared > BigInt(Math.min(longestHeader, bytes.length - 8))) {
    throw corrupt(`it declares a header of ${declared} bytes in a file of ${bytes.length}`);
  }
  const start = 8 + Number(declared);
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(8, start)));
  } catch (error) {
    throw corrupt('the header of a safetensors file is not JSON', error);
  }
  const header = headerSchema.safeParse(json);
  if (!header.success) throw corrupt(`the header of a safetensors file: ${z.prettifyError(header.error)}`);
  return { header: header.data, start };
}
