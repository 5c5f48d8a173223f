// Writes one WASM function. Statements are recorded first and played into wasmati when the body is complete, because
// wasmati wants every local declared before the first instruction, and kernels find out what they need as they go.

import * as wasm from 'wasmati';
import {
  type Address,
  add,
  at,
  type F32,
  type F64,
  type I32,
  type I32Like,
  int,
  type Local,
  loadSplat,
  ltU,
  pointer,
  type Type,
  toI32,
  type V128,
  type Value,
  v,
} from './values.ts';

export type Func = wasm.Func<wasm.ValueType[], wasm.ValueType[]>;

/** What all functions of one module share. */
export interface ModuleContext {
  /** Whether multiply-adds may be fused (relaxed SIMD). */
  readonly relaxed: boolean;
  /** The address of a float constant in memory. */
  constantAddress(value: number): number;
}

const typeObjects = { i32: wasm.i32, i64: wasm.i64, f32: wasm.f32, f64: wasm.f64, v128: wasm.v128 };

type P = Local<'i32'>;
/** Room for eight; a body takes as many as its function has. */
type Parameters8 = readonly [P, P, P, P, P, P, P, P];

function fail(message: string): never {
  throw new Error(message);
}

type AnyLocal = wasm.Local<wasm.ValueType>;

/** wasmati infers a function's type from literal tuples of types; these are built at run time. */
const defineFunction = wasm.func as unknown as (
  signature: { in: unknown[]; locals: unknown[]; out: unknown[] },
  body: (parameters: AnyLocal[], locals: AnyLocal[]) => void,
) => Func;

interface Slot {
  local: wasm.Local<wasm.ValueType> | null;
}

export class Writer {
  readonly context: ModuleContext;
  #statements: (() => void)[] = [];
  readonly #locals: { type: Type; slot: Slot }[] = [];
  readonly #constants = new Map<number, V128>();
  readonly #prologue: (() => void)[] = [];

  constructor(context: ModuleContext) {
    this.context = context;
  }

  /** Writes a function of integer parameters; `body` gets them as locals. */
  static define(
    context: ModuleContext,
    parameters: number,
    body: (writer: Writer, ...parameters: Parameters8) => void,
  ): Func {
    const writer = new Writer(context);
    const slots = Array.from({ length: parameters }, (): Slot => ({ local: null }));
    const locals = slots.map((slot) => writer.#asLocal('i32', slot));
    const absent: Local<'i32'> = { type: 'i32', isLocal: true, emit: () => fail('no such parameter') };
    const parameter = (index: number) => locals[index] ?? absent;
    body(writer, ...([0, 1, 2, 3, 4, 5, 6, 7].map(parameter) as unknown as Parameters8));
    const signature = {
      in: slots.map(() => wasm.i32),
      locals: writer.#locals.map(({ type }) => typeObjects[type]),
      out: [],
    };
    return defineFunction(signature, (args, locals) => {
      slots.forEach((slot, i) => {
        slot.local = args[i] ?? null;
      });
      writer.#locals.forEach(({ slot }, i) => {
        slot.local = locals[i] ?? null;
      });
      for (const statement of writer.#prologue) statement();
      for (const statement of writer.#statements) statement();
    });
  }

  #asLocal<T extends Type>(type: T, slot: Slot): Local<T> {
    return {
      type,
      isLocal: true,
      emit: () => {
        if (slot.local === null) throw new Error('a local was used outside its function');
        wasm.local.get(slot.local);
      },
    };
  }

  #slots = new WeakMap<Local, Slot>();

  /** A new local variable, uninitialized (zero). */
  variable<T extends Type>(type: T): Local<T> {
    const slot: Slot = { local: null };
    this.#locals.push({ type, slot });
    const local = this.#asLocal(type, slot);
    this.#slots.set(local, slot);
    return local;
  }

  /** Keeps a value in a new local variable. */
  let<T extends Type>(value: Value<T>): Local<T> {
    const local = this.variable(value.type);
    this.set(local, value);
    return local;
  }

  set<T extends Type>(local: Local<T>, value: Value<T>): void {
    const slot = this.#slots.get(local);
    if (!slot) throw new Error('parameters cannot be assigned: copy them with let()');
    this.#statements.push(() => {
      value.emit();
      if (slot.local) wasm.local.set(slot.local);
    });
  }

  advance(local: Local<'i32'>, bytes: I32Like): void {
    if (bytes !== 0) this.set(local, add(local, bytes));
  }

  /** Four copies of a constant, loaded once at the function's start. */
  constant(value: number): V128 {
    const known = this.#constants.get(value);
    if (known) return known;
    const local = this.variable('v128');
    const slot = this.#slots.get(local);
    const source = loadSplat(at(this.context.constantAddress(value)));
    this.#prologue.push(() => {
      source.emit();
      if (slot?.local) wasm.local.set(slot.local);
    });
    this.#constants.set(value, local);
    return local;
  }

  /** `a · b + c`, fused where the build allows it. */
  multiplyAdd(a: V128, b: V128, c: V128): V128 {
    if (!this.context.relaxed) return v.add(v.mul(a, b), c) as V128;
    return {
      type: 'v128',
      emit: () => {
        a.emit();
        b.emit();
        c.emit();
        wasm.f32x4.relaxed_madd();
      },
    };
  }

  #store(address: Address, value: Value, instruction: (memory: { offset: number }) => unknown): void {
    this.#statements.push(() => {
      (address.base ?? int(0)).emit();
      value.emit();
      instruction({ offset: address.offset });
    });
  }

  storeVector(address: Address, value: V128): void {
    this.#store(address, value, (m) => wasm.v128.store(m));
  }
  storeLane(address: Address, value: V128, lane: number): void {
    this.#store(address, value, (m) => wasm.v128.store32_lane(m, lane));
  }
  storePair(address: Address, value: V128): void {
    this.#store(address, value, (m) => wasm.v128.store64_lane(m, 0));
  }
  storeF32(address: Address, value: F32): void {
    this.#store(address, value, (m) => wasm.f32.store(m));
  }
  storeF64(address: Address, value: F64): void {
    this.#store(address, value, (m) => wasm.f64.store(m));
  }
  storeI32(address: Address, value: I32): void {
    this.#store(address, value, (m) => wasm.i32.store(m));
  }
  storeU8(address: Address, value: I32): void {
    this.#store(address, value, (m) => wasm.i32.store8(m));
  }

  /** Stores the first `lanes` floats of a vector. */
  storeLanes(address: Address, value: V128, lanes: number): void {
    if (lanes >= 4) {
      this.storeVector(address, value);
      return;
    }
    const kept = this.let(value);
    for (let lane = 0; lane < lanes; lane++) this.storeLane(at(address, lane * 4), kept, lane);
  }

  fill(address: Address, byte: number, bytes: I32Like): void {
    this.#statements.push(() => {
      pointer(address).emit();
      int(byte).emit();
      toI32(bytes).emit();
      wasm.memory.fill();
    });
  }

  copy(target: Address, source: Address, bytes: I32Like): void {
    this.#statements.push(() => {
      pointer(target).emit();
      pointer(source).emit();
      toI32(bytes).emit();
      wasm.memory.copy();
    });
  }

  call(func: Func, ...args: I32Like[]): void {
    this.#statements.push(() => {
      for (const arg of args) toI32(arg).emit();
      wasm.call(func);
    });
  }

  #block(body: () => void): (() => void)[] {
    const outer = this.#statements;
    this.#statements = [];
    body();
    const inner = this.#statements;
    this.#statements = outer;
    return inner;
  }

  if(condition: I32, then: () => void, otherwise?: () => void): void {
    const yes = this.#block(then);
    const no = otherwise && this.#block(otherwise);
    const play = (statements: (() => void)[]) => () => {
      for (const statement of statements) statement();
    };
    this.#statements.push(() => {
      condition.emit();
      if (no) wasm.if_({}, play(yes), play(no));
      else wasm.if_({}, play(yes));
    });
  }

  /** Runs the body, and again while the condition holds. */
  doWhile(body: () => void, condition: I32): void {
    const statements = this.#block(body);
    this.#statements.push(() => {
      wasm.loop({}, () => {
        for (const statement of statements) statement();
        condition.emit();
        wasm.br_if(0);
      });
    });
  }

  while(condition: I32, body: () => void): void {
    this.if(condition, () => this.doWhile(body, condition));
  }

  /** `for (i = from; i < to; i += step)`; unrolls nothing. A constant range known to run skips the first test. */
  range(from: I32Like, to: I32Like, body: (index: Local<'i32'>) => void, step = 1): void {
    if (typeof from === 'number' && typeof to === 'number' && from >= to) return;
    const index = this.let(toI32(from));
    const limit = typeof to === 'number' ? to : this.let(to);
    const loop = () =>
      this.doWhile(
        () => {
          body(index);
          this.advance(index, step);
        },
        ltU(index, limit),
      );
    if (typeof from === 'number' && typeof to === 'number') loop();
    else this.if(ltU(index, limit), loop);
  }
}
