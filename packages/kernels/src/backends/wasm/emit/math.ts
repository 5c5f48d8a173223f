// Transcendental functions of vectors of floats and of single doubles, as polynomials, so that every engine gives the
// same bits.

import {
  double,
  type F64,
  f64,
  type I32,
  i64,
  int,
  type Local,
  shlI32,
  type V128,
  v,
} from '../code/values.ts';
import type { Writer } from '../code/writer.ts';

/** Horner's rule; the highest coefficient first. */
function polynomial(w: Writer, x: V128, coefficients: readonly number[]): V128 {
  const sum = w.let(w.constant(coefficients[0] ?? 0));
  for (const coefficient of coefficients.slice(1)) w.set(sum, w.multiplyAdd(sum, x, w.constant(coefficient)));
  return sum;
}

const clamp = (w: Writer, x: V128, limit: number): Local<'v128'> =>
  w.let(v.max(w.constant(-limit), v.min(w.constant(limit), x))) as Local<'v128'>;

/** eˣ within 2 units in the last place (Cephes' expf: reduction by ln 2 in two parts, then degree 5). */
export function expVector(w: Writer, x: V128): V128 {
  const limited = w.let(v.max(w.constant(-87.3), v.min(w.constant(88.3), x))) as Local<'v128'>;
  // Added to 1.5 · 2²³, a float is rounded to a whole number, which its lowest bits hold: no rounding, no conversion.
  const magic = w.constant(12_582_912);
  const whole = w.let(v.add(v.mul(limited, w.constant(Math.LOG2E)), magic)) as Local<'v128'>;
  const power = w.let(v.sub(whole, magic));
  const high = w.let(v.sub(limited, v.mul(power, w.constant(0.693359375))));
  const r = w.let(v.add(high, v.mul(power, w.constant(2.1219444e-4)))) as Local<'v128'>;
  const p = polynomial(
    w,
    r,
    [1.98756915e-4, 1.3981999507e-3, 8.3334519073e-3, 4.1665795894e-2, 1.6666665459e-1, 5.0000001201e-1],
  );
  const e = w.let(v.add(w.multiplyAdd(w.let(v.mul(p, r)) as V128, r, r), w.constant(1)));
  const scale = shlI32(v.addI32(whole, v.splatI32(int(127))) as V128, 23);
  return v.mul(e, scale) as V128;
}

/** 2ˣ for −126 ≤ x ≤ 127, the nearer end beyond (degree 5, minimax; relative error 9e-8). */
export function exp2Vector(w: Writer, x: V128): V128 {
  const limited = w.let(v.max(w.constant(-126), v.min(w.constant(127), x))) as Local<'v128'>;
  // As in `expVector`; the exponent's bias is in the number, too.
  const magic = w.constant(12_582_912 + 127);
  const whole = w.let(v.add(limited, magic)) as Local<'v128'>;
  const r = w.let(v.sub(limited, v.sub(whole, magic))) as Local<'v128'>;
  const p = polynomial(w, r, [1.32647274e-3, 9.67151297e-3, 5.55073375e-2, 2.40222421e-1, 6.93146978e-1, 1]);
  return v.mul(p, shlI32(whole, 23)) as V128;
}

/** tanh as the ratio of an odd and an even polynomial on ±7.9, as in Eigen. */
export function tanhVector(w: Writer, input: V128): V128 {
  const x = clamp(w, input, 7.905311107635498);
  const square = w.let(v.mul(x, x)) as V128;
  const odd = polynomial(
    w,
    square,
    [
      -2.76076847742355e-16, 2.00018790482477e-13, -8.60467152213735e-11, 5.12229709037114e-8,
      1.48572235717979e-5, 6.37261928875436e-4, 4.89352455891786e-3,
    ],
  );
  const even = polynomial(
    w,
    square,
    [1.19825839466702e-6, 1.18534705686654e-4, 2.268434632439e-3, 4.89352518554385e-3],
  );
  return v.div(v.mul(x, odd), even) as V128;
}

/** eˣ in double precision: reduction by ln 2, then Taylor to degree 13. For x ≤ 0, as softmax needs it. */
export function expDouble(w: Writer, x: F64): F64 {
  const limited = w.let(f64.max(x, double(-700)));
  const power = w.let(f64.nearest(f64.mul(limited, double(Math.LOG2E))));
  const high = f64.sub(limited, f64.mul(power, double(0.6931471803691238)));
  const r = w.let(f64.sub(high, f64.mul(power, double(1.9082149292705877e-10))));
  const sum = w.let(double(1));
  for (let n = 13; n >= 1; n--) w.set(sum, f64.add(double(1), f64.mul(f64.div(r, double(n)), sum)) as F64);
  const bits = i64.shl(i64.add(i64.fromF64(power), i64.const(1023n)), i64.const(52n));
  return f64.mul(sum, f64.fromBits(bits)) as F64;
}

/** ln x of a normal positive double: x = m · 2ᵉ with m in [√½, √2), then atanh's series in (m − 1) / (m + 1). */
export function logDouble(w: Writer, x: F64): F64 {
  const bits = w.let(i64.bits(x));
  const exponent = w.let(i64.sub(i64.shrU(bits, i64.const(52n)), i64.const(1023n)));
  const mantissa = i64.or(i64.and(bits, i64.const(0xfffffffffffffn)), i64.const(0x3ff0000000000000n));
  const m = w.let(f64.fromBits(mantissa)) as Local<'f64'>;
  const e = w.let(f64.fromI32(i64.wrap(exponent))) as Local<'f64'>;
  w.if(f64.gt(m, double(Math.SQRT2)) as I32, () => {
    w.set(m, f64.mul(m, double(0.5)) as F64);
    w.set(e, f64.add(e, double(1)) as F64);
  });
  const s = w.let(f64.div(f64.sub(m, double(1)), f64.add(m, double(1))));
  const z = w.let(f64.mul(s, s));
  const sum = w.let(double(1 / 21));
  for (let n = 19; n >= 1; n -= 2) w.set(sum, f64.add(double(1 / n), f64.mul(sum, z)) as F64);
  return f64.add(f64.mul(e, double(Math.LN2)), f64.mul(f64.mul(double(2), s), sum)) as F64;
}
