import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const script = fileURLToPath(new URL('main.ts', import.meta.url));
const beside = fileURLToPath(new URL('../../../shared/golden', import.meta.url));
const referenceCases = process.env.CONVOY_GOLDEN ?? (existsSync(beside) ? beside : null);

interface Outcome {
  readonly code: number;
  readonly output: string;
  readonly errors: string;
}

function golden(...args: readonly string[]): Promise<Outcome> {
  return new Promise((resolve) => {
    execFile(process.execPath, [script, ...args], (error, output, errors) => {
      resolve({
        code: typeof error?.code === 'number' ? error.code : error === null ? 0 : -1,
        output,
        errors,
      });
    });
  });
}

describe('pnpm golden on the reference cases', () => {
  const why = referenceCases === null ? ' (set CONVOY_GOLDEN to their folder)' : '';
  for (const args of [
    ['--backend', 'reference'],
    ['--backend', 'wasm', '--kernels', 'fast'],
    ['--backend', 'wasm', '--kernels', 'strict'],
    ['--backend', 'gpu:cpu'],
    ['--backend', 'gpu:webasm'],
  ]) {
    it.skipIf(referenceCases === null)(`passes all with ${args.join(' ')}${why}`, async () => {
      const { code, output, errors } = await golden(referenceCases ?? '', ...args);
      const failed = output.split('\n').filter((line) => line.startsWith('FAIL'));
      expect({ failed, errors, code }).toEqual({ failed: [], errors: '', code: 0 });
      expect(output).toMatch(/^[1-9]\d* passed, 0 failed$/m);
    });
  }
});

describe('pnpm golden', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'convoy-golden-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  /** A dense layer that doubles one number: input 3 gives `output`. */
  async function writeCase(
    name: string,
    output: number,
    attributes: object = { op: 'dense' },
  ): Promise<void> {
    const arrays = {
      input: { offset: 0, shape: [1, 1] },
      kernel: { offset: 1, shape: [1, 1] },
      output: { offset: 2, shape: [1, 1] },
      output_grad: { offset: 3, shape: [1, 1] },
      input_grad: { offset: 4, shape: [1, 1] },
    };
    await writeFile(join(folder, `${name}.json`), JSON.stringify({ ...attributes, arrays }));
    await writeFile(join(folder, `${name}.f32`), Float32Array.of(3, 2, output, 5, 10));
  }
  const run = (...args: readonly string[]) => golden(folder, '--backend', 'reference', ...args);

  it('says how close each case came, and exits with 0 when all pass', async () => {
    await writeCase('doubling', 6);
    expect(await run()).toMatchInlineSnapshot(`
      {
        "code": 0,
        "errors": "",
        "output": "backend reference, arithmetic float64
      pass  doubling                  0.00 of the tolerance in output
      1 passed, 0 failed
      ",
      }
    `);
  });

  it('exits with 1 when a case fails, and says where', async () => {
    await writeCase('doubling', 6);
    await writeCase('tripling', 9);
    expect(await run()).toMatchInlineSnapshot(`
      {
        "code": 1,
        "errors": "",
        "output": "backend reference, arithmetic float64
      pass  doubling                  0.00 of the tolerance in output
      FAIL  tripling                  3.30e+3 of the tolerance in output: element 0 is 6, expected 9
      1 passed, 1 failed
      ",
      }
    `);
  });

  it('runs only the cases that index.json lists, if there is one', async () => {
    await writeCase('doubling', 6);
    await writeCase('tripling', 9);
    await writeFile(join(folder, 'index.json'), JSON.stringify([{ case: 'doubling', op: 'dense' }]));
    expect(await run()).toMatchObject({ code: 0, output: expect.stringContaining('1 passed, 0 failed') });
  });

  it('counts a case that cannot be run as failed, and runs the others', async () => {
    await writeCase('doubling', 6);
    await writeCase('folding', 6, { op: 'fold' });
    await writeCase('softened', 6, { op: 'dense', activation: 'softplus' });
    await writeCase('torn', 6);
    await writeFile(join(folder, 'torn.f32'), new Uint8Array(7));
    await writeFile(join(folder, 'garbled.json'), '{');
    const { code, output } = await run();
    expect(code).toBe(1);
    expect(output).toMatch(/FAIL {2}folding .*unknown operation fold; known are conv2d/);
    expect(output).toMatch(/FAIL {2}softened .*activation/);
    expect(output).toMatch(/FAIL {2}torn .*torn\.f32 ends before kernel/);
    expect(output).toMatch(/FAIL {2}garbled .*garbled\.json is not JSON/);
    expect(output).toContain('1 passed, 4 failed');
  });

  it('exits with 1 when there is no case to run', async () => {
    const { code, output, errors } = await run();
    expect({ code, errors }).toEqual({ code: 1, errors: `golden: no cases in ${folder}\n` });
    expect(output).toContain('0 passed, 0 failed');
  });

  it('exits with 1 when the folder or its index cannot be read', async () => {
    const missing = join(folder, 'missing');
    expect(await golden(missing, '--backend', 'reference')).toMatchObject({
      code: 1,
      errors: expect.stringMatching(/^golden: cannot read the folder .*missing/),
    });
    await writeFile(join(folder, 'index.json'), '[{"name":"doubling"}]');
    expect(await run()).toMatchObject({
      code: 1,
      errors: expect.stringMatching(/^golden: index.json: 0.case/),
    });
  });

  it('exits with 2 and its usage when it is called wrongly', async () => {
    const usage = { code: 2, errors: expect.stringContaining('usage: pnpm golden DIR') };
    expect(await golden()).toMatchObject(usage);
    expect(await golden(folder, folder)).toMatchObject(usage);
    expect(await golden(folder, '--colour')).toMatchObject(usage);
    expect(await golden(folder, '--kernels', 'slow')).toMatchObject(usage);
    expect(await golden(folder, '--backend', 'abacus')).toMatchObject(usage);
  });
});
