// Values in the code being written. A Value is a recipe: `emit()` pushes the instructions that leave it on the stack, and
// does so again wherever it is used; `Writer.let` keeps one in a local. Integer addresses carry a constant part, which
// loads and stores fold into their immediate offset, so unrolled loops over taps and tiles cost no address arithmetic.

import * as wasm from 'wasmati';

export type Type = 'i32' | 'i64' | 'f32' | 'f64' | 'v128';

export interface Value<T extends Type = Type> {
  readonly type: T;
  readonly emit: () => void;
}

export type I32 = Value<'i32'>;
export type F32 = Value<'f32'>;
export type F64 = Value<'f64'>;
export type V128 = Value<'v128'>;
export type I32Like = I32 | number;

/** A local variable; its slot is known once the function is complete. */
export interface Local<T extends Type = Type> extends Value<T> {
  readonly isLocal: true;
}

/** An address: a value plus constant bytes. */
export interface Address {
  readonly base: I32 | null;
  readonly offset: number;
}

/** A number above 2³¹ − 1, such as an address, becomes the negative one of the same bits: WASM has no other notation. */
export const int = (value: number): I32 => ({ type: 'i32', emit: () => void wasm.i32.const(value | 0) });
export const float = (value: number): F32 => ({ type: 'f32', emit: () => void wasm.f32.const(value) });
export const double = (value: number): F64 => ({ type: 'f64', emit: () => void wasm.f64.const(value) });
export const toI32 = (value: I32Like): I32 => (typeof value === 'number' ? int(value) : value);

/** A vector of four equal constants; 0 and −0 apart, prefer `Writer.constant`, which loads it once from memory. */
export const zeros: V128 = { type: 'v128', emit: () => void wasm.v128.const('i32x4', [0, 0, 0, 0]) };

export function at(base: I32Like | Address, offset = 0): Address {
  if (typeof base === 'number') return { base: null, offset: base + offset };
  if ('offset' in base) return { base: base.base, offset: base.offset + offset };
  return { base, offset };
}

/** The address as an integer value. */
export function pointer(address: Address): I32 {
  if (address.base === null) return int(address.offset);
  return address.offset === 0 ? address.base : add(address.base, address.offset);
}

/** An address some bytes further on; bytes known now cost no instruction. */
export function shifted(address: Address, bytes: I32Like): Address {
  if (typeof bytes === 'number') return at(address, bytes);
  return { base: address.base === null ? bytes : add(address.base, bytes), offset: address.offset };
}

/** A product that is a number where both factors are. */
export const times = (index: I32Like, factor: number): I32Like =>
  typeof index === 'number' ? index * factor : mul(index, factor);

/** A sum that is a number where both terms are. */
export const plus = (a: I32Like, b: I32Like): I32Like =>
  typeof a === 'number' && typeof b === 'number' ? a + b : add(a, b);

type Instruction = () => unknown;

function unary<T extends Type>(type: T, instruction: Instruction) {
  return (a: Value): Value<T> => ({
    type,
    emit: () => {
      a.emit();
      instruction();
    },
  });
}

function binary<T extends Type>(type: T, instruction: Instruction) {
  return (a: Value, b: Value): Value<T> => ({
    type,
    emit: () => {
      a.emit();
      b.emit();
      instruction();
    },
  });
}

const i32Binary = (instruction: Instruction) => {
  const build = binary('i32', instruction);
  return (a: I32Like, b: I32Like): I32 => build(toI32(a), toI32(b));
};

export const add = i32Binary(() => wasm.i32.add());
export const sub = i32Binary(() => wasm.i32.sub());
export const mul = i32Binary(() => wasm.i32.mul());
export const divU = i32Binary(() => wasm.i32.div_u());
export const remU = i32Binary(() => wasm.i32.rem_u());
export const and = i32Binary(() => wasm.i32.and());
export const or = i32Binary(() => wasm.i32.or());
export const xor = i32Binary(() => wasm.i32.xor());
export const shl = i32Binary(() => wasm.i32.shl());
export const shrU = i32Binary(() => wasm.i32.shr_u());
export const ltU = i32Binary(() => wasm.i32.lt_u());
export const ltS = i32Binary(() => wasm.i32.lt_s());
// wasmati 0.2.4 encodes i32.gt_s as i32.gt_u.
export const gtS = (a: I32Like, b: I32Like): I32 => ltS(b, a);
export const geU = i32Binary(() => wasm.i32.ge_u());
export const eq = i32Binary(() => wasm.i32.eq());
export const ne = i32Binary(() => wasm.i32.ne());
export const ctz = unary('i32', () => wasm.i32.ctz()) as (a: I32) => I32;
export const eqz = unary('i32', () => wasm.i32.eqz()) as (a: I32) => I32;

/** `condition ? a : b` without a branch. */
export function select<T extends Type>(condition: I32, a: Value<T>, b: Value<T>): Value<T> {
  return {
    type: a.type,
    emit: () => {
      a.emit();
      b.emit();
      condition.emit();
      wasm.select();
    },
  };
}

export const min = (a: I32Like, b: I32Like): I32 => select(ltU(a, b), toI32(a), toI32(b));

export const f64 = {
  add: binary('f64', () => wasm.f64.add()),
  sub: binary('f64', () => wasm.f64.sub()),
  mul: binary('f64', () => wasm.f64.mul()),
  div: binary('f64', () => wasm.f64.div()),
  max: binary('f64', () => wasm.f64.max()),
  nearest: unary('f64', () => wasm.f64.nearest()),
  sqrt: unary('f64', () => wasm.f64.sqrt()),
  gt: binary('i32', () => wasm.f64.gt()),
  promote: unary('f64', () => wasm.f64.promote_f32()),
  fromI32: unary('f64', () => wasm.f64.convert_i32_s()),
  fromBits: unary('f64', () => wasm.f64.reinterpret_i64()),
} as const;

export const i64 = {
  const: (value: bigint): Value<'i64'> => ({ type: 'i64', emit: () => void wasm.i64.const(value) }),
  fromF64: unary('i64', () => wasm.i64.trunc_sat_f64_s()),
  fromI32: unary('i64', () => wasm.i64.extend_i32_s()),
  bits: unary('i64', () => wasm.i64.reinterpret_f64()),
  add: binary('i64', () => wasm.i64.add()),
  sub: binary('i64', () => wasm.i64.sub()),
  and: binary('i64', () => wasm.i64.and()),
  or: binary('i64', () => wasm.i64.or()),
  shl: binary('i64', () => wasm.i64.shl()),
  shrU: binary('i64', () => wasm.i64.shr_u()),
  ctz: unary('i64', () => wasm.i64.ctz()),
  eqz: unary('i32', () => wasm.i64.eqz()),
  extendU: unary('i64', () => wasm.i64.extend_i32_u()),
  wrap: unary('i32', () => wasm.i32.wrap_i64()),
} as const;

export const f32 = {
  add: binary('f32', () => wasm.f32.add()),
  sub: binary('f32', () => wasm.f32.sub()),
  mul: binary('f32', () => wasm.f32.mul()),
  div: binary('f32', () => wasm.f32.div()),
  sqrt: unary('f32', () => wasm.f32.sqrt()),
  max: binary('f32', () => wasm.f32.max()),
  gt: binary('i32', () => wasm.f32.gt()),
  demote: unary('f32', () => wasm.f32.demote_f64()),
  fromI32: unary('f32', () => wasm.f32.convert_i32_s()),
} as const;

/**
 * Vectors of four floats. `max(a, b)` is `a < b ? b : a`: one instruction, unlike `f32x4.max`, and it keeps a NaN in `a`,
 * so ReLU is `max(x, zeros)` and cannot hide that a network has diverged.
 */
export const v = {
  add: binary('v128', () => wasm.f32x4.add()),
  sub: binary('v128', () => wasm.f32x4.sub()),
  mul: binary('v128', () => wasm.f32x4.mul()),
  div: binary('v128', () => wasm.f32x4.div()),
  max: binary('v128', () => wasm.f32x4.pmax()),
  min: binary('v128', () => wasm.f32x4.pmin()),
  sqrt: unary('v128', () => wasm.f32x4.sqrt()),
  neg: unary('v128', () => wasm.f32x4.neg()),
  abs: unary('v128', () => wasm.f32x4.abs()),
  nearest: unary('v128', () => wasm.f32x4.nearest()),
  gt: binary('v128', () => wasm.f32x4.gt()),
  lt: binary('v128', () => wasm.f32x4.lt()),
  eq: binary('v128', () => wasm.f32x4.eq()),
  ne: binary('v128', () => wasm.f32x4.ne()),
  and: binary('v128', () => wasm.v128.and()),
  or: binary('v128', () => wasm.v128.or()),
  xor: binary('v128', () => wasm.v128.xor()),
  andNot: binary('v128', () => wasm.v128.andnot()),
  anyTrue: unary('i32', () => wasm.v128.any_true()),
  splat: unary('v128', () => wasm.f32x4.splat()),
  splatI32: unary('v128', () => wasm.i32x4.splat()),
  splatI8: unary('v128', () => wasm.i8x16.splat()),
  toI32: unary('v128', () => wasm.i32x4.trunc_sat_f32x4_s()),
  fromI32: unary('v128', () => wasm.f32x4.convert_i32x4_s()),
  addI32: binary('v128', () => wasm.i32x4.add()),
  mulI32: binary('v128', () => wasm.i32x4.mul()),
  geI32: binary('v128', () => wasm.i32x4.ge_s()),
  eqI32: binary('v128', () => wasm.i32x4.eq()),
  eqI8: binary('v128', () => wasm.i8x16.eq()),
  bitmaskI8: unary('i32', () => wasm.i8x16.bitmask()),
  narrowI32: binary('v128', () => wasm.i16x8.narrow_i32x4_s()),
  narrowI16: binary('v128', () => wasm.i8x16.narrow_i16x8_u()),
  extendI8: unary('v128', () => wasm.i16x8.extend_low_i8x16_u()),
  extendI16: unary('v128', () => wasm.i32x4.extend_low_i16x8_u()),
} as const;

/** `mask` lanes all ones take `a`, all zeros `b`. */
export function bitselect(a: V128, b: V128, mask: V128): V128 {
  return {
    type: 'v128',
    emit: () => {
      a.emit();
      b.emit();
      mask.emit();
      wasm.v128.bitselect();
    },
  };
}

export function shlI32(a: V128, bits: number): V128 {
  return {
    type: 'v128',
    emit: () => {
      a.emit();
      wasm.i32.const(bits);
      wasm.i32x4.shl();
    },
  };
}

export function shrI32(a: V128, bits: number): V128 {
  return {
    type: 'v128',
    emit: () => {
      a.emit();
      wasm.i32.const(bits);
      wasm.i32x4.shr_u();
    },
  };
}

/** The integers 0, 1, 2, 3. */
export const lanes: V128 = { type: 'v128', emit: () => void wasm.v128.const('i32x4', [0, 1, 2, 3]) };

export function extractLane(a: V128, lane: number): F32 {
  return {
    type: 'f32',
    emit: () => {
      a.emit();
      wasm.f32x4.extract_lane(lane);
    },
  };
}

function load<T extends Type>(type: T, instruction: (memory: { offset: number }) => unknown) {
  return (address: Address): Value<T> => ({
    type,
    emit: () => {
      (address.base ?? int(0)).emit();
      instruction({ offset: address.offset });
    },
  });
}

export const loadVector = load('v128', (m) => wasm.v128.load(m));
export const loadSplat = load('v128', (m) => wasm.v128.load32_splat(m));
/** Four bytes into the lowest lane, zeros above. */
export const loadWordZero = load('v128', (m) => wasm.v128.load32_zero(m));
export const loadF32 = load('f32', (m) => wasm.f32.load(m));
export const loadF64 = load('f64', (m) => wasm.f64.load(m));
export const loadI32 = load('i32', (m) => wasm.i32.load(m));
export const loadU8 = load('i32', (m) => wasm.i32.load8_u(m));
