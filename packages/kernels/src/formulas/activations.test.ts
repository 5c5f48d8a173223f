// Activations against values that other programs computed in float64 or better: those of Keras 3.15 on PyTorch, and for
// GELU those of mpmath with 30 digits (x · erfc(−x / √2) / 2 and its derivative).

import { describe, expect, it } from 'vitest';
import type { Backend } from '../backend.ts';
import { createGpuBackend } from '../backends/gpu/backend.ts';
import { createReferenceBackend } from '../backends/reference/backend.ts';
import { createWasmBackend } from '../backends/wasm/backend.ts';
import { type Tolerance, worstDeviation } from '../conformance/compare.ts';
import { activation } from '../conformance/layers/elementwise.ts';
import { rows } from '../graphBuilder.ts';
import { type ActivationFunction, activationFunctions } from './activations.ts';

interface Known {
  readonly options?: Readonly<Record<string, number>>;
  readonly x: readonly number[];
  readonly value: readonly number[];
  readonly gradient: readonly number[];
}

const x = [-8, -4, -1.5, -0.5, -0.001, 0, 0.001, 0.5, 1.5, 4, 12];
const tails = [-12, -9, -7, -5.5, -4, -3, -2, -1, -0.25, 0.25, 1, 3];
const leakySlopes = [0.2, 0.2, 0.2, 0.2, 0.2, 0.2, 1, 1, 1, 1, 1];

/** Functions that rest on others are known by those: what is listed is what was added or repaired. */
const known = {
  gelu: [
    {
      x: tails,
      value: [
        -2.131778534e-32, -1.015729565e-18, -8.958687807e-12, -1.044425936e-7, -1.266849673e-4,
        -4.049694095e-3, -0.0455002639, -0.1586552539, -0.1003234186, 0.1496765814, 0.8413447461, 2.995950306,
      ],
      gradient: [
        -2.557895662e-31, -9.138937374e-18, -6.266323031e-11, -5.733472399e-7, -5.036496612e-4, -0.0119456472,
        -0.08523180108, -0.08331547059, 0.3046266451, 0.6953733549, 1.083315471, 1.011945647,
      ],
    },
  ],
  elu: [
    {
      x,
      value: [
        -0.999664537372, -0.981684361111, -0.776869839852, -0.393469340287, -9.99500166625e-4, 0, 0.001, 0.5,
        1.5, 4, 12,
      ],
      gradient: [
        3.35462627903e-4, 0.0183156388887, 0.223130160148, 0.606530659713, 0.999000499833, 1, 1, 1, 1, 1, 1,
      ],
    },
    {
      options: { alpha: 0.5 },
      x,
      value: [
        -0.499832268686, -0.490842180556, -0.388434919926, -0.196734670144, -4.99750083313e-4, 0, 0.001, 0.5,
        1.5, 4, 12,
      ],
      gradient: [
        1.67731313951e-4, 9.15781944437e-3, 0.111565080074, 0.303265329856, 0.499500249917, 0.5, 1, 1, 1, 1,
        1,
      ],
    },
  ],
  leakyRelu: [
    {
      x,
      value: [-1.6, -0.8, -0.3, -0.1, -0.0002, 0, 0.001, 0.5, 1.5, 4, 12],
      gradient: leakySlopes,
    },
    {
      options: { negativeSlope: 0.01 },
      x,
      value: [-0.08, -0.04, -0.015, -0.005, -1e-5, 0, 0.001, 0.5, 1.5, 4, 12],
      gradient: leakySlopes.map((slope) => (slope === 1 ? 1 : 0.01)),
    },
  ],
  silu: [
    {
      x,
      value: [
        -2.68280104373e-3, -0.0719448398484, -0.27363828571, -0.188770334399, -4.99750000021e-4, 0,
        5.00249999979e-4, 0.311229665601, 1.22636171429, 3.92805516015, 11.9999262699,
      ],
      gradient: [
        -2.34655123559e-3, -0.0526646148911, -0.0412941542991, 0.260038812697, 0.499500000083, 0.5,
        0.500499999917, 0.739961187303, 1.0412941543, 1.05266461489, 1.00006758547,
      ],
    },
  ],
  softplus: [
    {
      x: [-20, ...x],
      value: [
        2.06115362031e-9,
        3.35406372896e-4,
        0.0181499279178,
        0.201413277983,
        0.47407698418,
        0.69264730556,
        Math.LN2,
        0.69364730556,
        0.97407698418,
        1.70141327798,
        4.01814992792,
        12.0000061442,
      ],
      gradient: [
        2.06115361819e-9, 3.35350130466e-4, 0.0179862099621, 0.182425523806, 0.377540668798, 0.499750000021,
        0.5, 0.500249999979, 0.622459331202, 0.817574476194, 0.982013790038, 0.999993855825,
      ],
    },
  ],
} satisfies Partial<Record<ActivationFunction, readonly Known[]>>;

/** An exponent of 72 has 5e-6 of rounding in float32, which the exponential turns into a relative error. */
const float32: Tolerance = { absolute: 1e-7, relative: 1e-6 };
const tailTolerance: Tolerance = { absolute: 1e-38, relative: 2e-5 };
/** What is read of the reference backend is rounded to float32. */
const rounded: Tolerance = { absolute: 0, relative: 1e-7 };

async function resultsOf(backend: Backend, name: ActivationFunction, item: Known): Promise<Float32Array[]> {
  const layer = activation(name, item.options).lower({
    name,
    input: 'input',
    inputShape: [item.x.length],
    output: 'output',
  });
  const executable = await backend.compile({
    batchSize: 1,
    buffers: ['input', 'output_grad']
      .map((buffer) => rows('input', buffer, [item.x.length]))
      .concat(['output', 'input_grad'].map((buffer) => rows('output', buffer, [item.x.length]))),
    programs: { run: [...layer.forward, ...layer.backward('output_grad', 'input_grad')] },
  });
  executable.write('input', item.x);
  executable.write(
    'output_grad',
    item.x.map(() => 1),
  );
  await executable.run('run');
  const results = [await executable.read('output'), await executable.read('input_grad')];
  executable.dispose();
  return results.map((values) => Float32Array.from(values));
}

const backends: readonly (readonly [string, () => Promise<Backend>, Tolerance])[] = [
  ['reference', async () => createReferenceBackend(), rounded],
  ['fast wasm', () => createWasmBackend({ kernels: 'fast' }), float32],
  ['strict wasm', () => createWasmBackend({ kernels: 'strict' }), float32],
  ['gpu:cpu', () => createGpuBackend('cpu'), float32],
];

describe.each(backends)('the %s backend', (_, create, tolerance) => {
  for (const [name, items] of Object.entries<readonly Known[]>(known)) {
    for (const item of items) {
      it(`computes ${name} ${JSON.stringify(item.options ?? {})} and its gradient`, async () => {
        const [value, gradient] = await resultsOf(await create(), name as ActivationFunction, item);
        const allowed = name === 'gelu' && tolerance === float32 ? tailTolerance : tolerance;
        expect(worstDeviation(value ?? [], item.value, allowed).share).toBeLessThan(1);
        expect(worstDeviation(gradient ?? [], item.gradient, allowed).share).toBeLessThan(1);
      });
    }
  }
});

describe('GELU', () => {
  /** Everywhere but next to −0.75, where the gradient is 0 and only its absolute error means anything. */
  const sweep = Array.from({ length: 5201 }, (_, i) => i / 200 - 13).filter((x) => Math.abs(x + 0.75) > 0.05);

  it.each(backends)(
    'keeps its relative error below 2e-5 from -13 to 13 on the %s backend',
    async (_, create) => {
      const item = { x: sweep, value: [], gradient: [] };
      const expected = await resultsOf(createReferenceBackend(), 'gelu', item);
      const found = await resultsOf(await create(), 'gelu', item);
      for (const [i, values] of found.entries()) {
        expect(worstDeviation(values, expected[i] ?? [], tailTolerance).share).toBeLessThan(1);
      }
    },
  );
});

describe('every activation', () => {
  it.each(activationFunctions)('%s keeps large numbers finite', async (name) => {
    const item = { x: [-3e4, -200, 200, 3e4], value: [], gradient: [] };
    for (const [, create] of backends) {
      const results = await resultsOf(await create(), name, item);
      expect(results.flatMap((values) => [...values]).every(Number.isFinite)).toBe(true);
    }
  });
});
