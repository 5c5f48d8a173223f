// Optimizers against Keras 3.15 (PyTorch, float64): three updates of two parameters, one of which begins at zero.

import { selectBackend } from '@convoy/kernels';
import { describe, expect, it } from 'vitest';
import { GraphWriter } from '../layers/graphWriter.ts';
import { Adagrad } from './adagrad.ts';
import { Lamb } from './lamb.ts';
import { Lion } from './lion.ts';
import { type OptimizerSpec, optimizerDefinition } from './list.ts';
import { Nadam } from './nadam.ts';

const initial = { p: [0.5, -1.5, 2, 0], q: [0, 0] };
const gradients = [
  { p: [0.1, -0.2, 0.3, -0.4], q: [0.5, -0.25] },
  { p: [0.3, 0.1, -0.2, 0], q: [0.5, -0.25] },
  { p: [-0.05, 0.4, 0.25, 1], q: [0.5, -0.25] },
];

const plain = { learningRate: 0.01 };
const decaying = { learningRate: 0.05, weightDecay: 0.1 };

/** p and q after the third update. */
const cases: readonly (readonly [OptimizerSpec, readonly number[]])[] = [
  [
    Nadam(plain),
    [0.480076024933, -1.50247748031, 1.98821237986, 0.0017129659348, -0.0254771324173, 0.0254771273219],
  ],
  [
    Nadam(decaying),
    [0.393695648328, -1.49043163044, 1.91161498316, 0.00801673617736, -0.126662199143, 0.12666217381],
  ],
  [
    Adagrad(plain),
    [0.491387796506, -1.50442097603, 1.99266531632, -0.00106406381329, -0.0203297741721, 0.0161347196473],
  ],
  [
    Adagrad(decaying),
    [0.449794503801, -1.49991923594, 1.93371533764, -0.00571157068079, -0.101065975944, 0.0802325251724],
  ],
  [Lion(plain), [0.49, -1.51, 1.99, 0.01, -0.03, 0.03]],
  [Lion(decaying), [0.4432861875, -1.5278610625, 1.9203985, 0.04925125, -0.14925125, 0.14925125]],
  [
    Lamb(plain),
    [0.451884045332, -1.4934178335, 1.97228505114, 0.0167305565386, -0.0102009979598, 0.0102009959196],
  ],
  [
    Lamb(decaying),
    [0.261935484237, -1.44351470221, 1.83666915137, 0.0824354492013, -0.05457511721, 0.054575106295],
  ],
];

async function train(optimizer: OptimizerSpec, backendName: string): Promise<number[]> {
  const { update, scalars } = optimizerDefinition(optimizer.type);
  const graph = new GraphWriter();
  const whole = { batched: false, type: 'float32' } as const;
  graph.beginProgram('step');
  const updates = Object.entries(initial).map(([parameter, { length }]) => {
    const shape = [length];
    graph.declare({ ...whole, name: parameter, role: 'parameter', shape });
    return update(optimizer, {
      parameter,
      gradient: graph.declare({ ...whole, name: `${parameter}/gradient`, role: 'input', shape }),
      state: (name) => graph.declare({ ...whole, name: `${parameter}/${name}`, role: 'state', shape }),
      temporary: (name) => graph.total(`${parameter}/${name}`, shape),
      total: (name) => graph.total(`${parameter}/${name}`, []),
      scalar: (name) => graph.declare({ ...whole, name, role: 'input', shape: [] }),
    });
  });
  for (const operation of updates.flat()) graph.emit(operation);
  const executable = await (await selectBackend(backendName)).compile(graph.graph(1));
  for (const [name, values] of Object.entries(initial)) executable.write(name, values);
  for (const [step, gradient] of gradients.entries()) {
    for (const [name, values] of Object.entries(gradient)) executable.write(`${name}/gradient`, values);
    const rate = Number(optimizer.learningRate);
    for (const [name, value] of Object.entries(scalars(optimizer, rate, step))) {
      executable.write(name, [value]);
    }
    await executable.run('step');
  }
  const result = [...(await executable.read('p')), ...(await executable.read('q'))];
  executable.dispose();
  return result;
}

describe.each(['reference', 'wasm', 'gpu:cpu'])(
  "on the %s backend, Keras's updates are those of",
  (backend) => {
    it.each(cases)('%o', async (optimizer, expected) => {
      const actual = await train(optimizer, backend);
      for (const [i, value] of expected.entries()) expect(actual[i]).toBeCloseTo(value, 6);
    });
  },
);

describe('Nadam', () => {
  it('knows the scalars of late steps as well as of the first', () => {
    const { scalars } = optimizerDefinition('Nadam');
    // By then nothing is left of the warm-up: momentum counts in full, and averages need no correction.
    const late = scalars(Nadam(), 0.1, 1_000_000);
    expect(late.momentumRate).toBeCloseTo(0.09, 12);
    expect(late.gradientRate).toBeCloseTo(0.01, 12);
    expect(late.velocityScale).toBe(1);
  });
});
