// Every route of a real server process, against the text of the Open Inference Protocol and Triton's binary extension.

import type { Prediction } from '@convoy/ensemble';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asPng, bar, picture } from '../../packages/core/src/testing/pictures.ts';
import { convoy } from '../cli/convoy.ts';
import { get, inferBody, post, type Served, serve } from './client.ts';
import { image, images, predictAll, probabilitiesOf, rowBytes, trainRuns } from './runs.ts';

let trained: Awaited<ReturnType<typeof trainRuns>>;
let expected: readonly Prediction[];
let served: Served;
const png = asPng(60, 60, picture(60, 60, bar, [0, 0, 0], [255, 255, 255]));

beforeAll(async () => {
  trained = await trainRuns(7, 8);
  const [first = '', second = ''] = trained.runs;
  expected = [await predictAll(first), await predictAll(second)];
  served = await serve(
    trained.folder,
    'seed-7',
    `other:9=${second}`,
    `other:10=${first}`,
    '--abstain-below',
    '0.2',
  );
});
afterAll(async () => {
  const code = await served?.stop();
  await trained?.remove();
  expect(code).toBe(0);
});

const at = (path: string) => `${served.url}${path}`;
const [byRun, bySecond] = [0, 1];

describe('the Open Inference Protocol', () => {
  it('says that the server lives and is ready', async () => {
    expect(await get(at('/v2/health/live'))).toMatchObject({ status: 200, json: { live: true } });
    expect(await get(at('/v2/health/ready'))).toMatchObject({ status: 200, json: { ready: true } });
    expect((await get(at('/v2'))).json).toEqual({
      name: 'convoy',
      version: expect.any(String),
      extensions: ['binary_tensor_data'],
    });
  });

  it('describes a model and its tensors by name and version', async () => {
    const { json } = await get(at('/v2/models/seed-7'));
    expect(json).toEqual({
      name: 'seed-7',
      versions: ['1'],
      platform: 'convoy',
      inputs: [{ name: 'images', datatype: 'UINT8', shape: [-1, 28, 28, 1] }],
      outputs: [
        { name: 'probabilities', datatype: 'FP32', shape: [-1, 10] },
        { name: 'labels', datatype: 'INT32', shape: [-1] },
        { name: 'entropy', datatype: 'FP32', shape: [-1] },
        { name: 'mutual_information', datatype: 'FP32', shape: [-1] },
        { name: 'members', datatype: 'FP32', shape: [-1, 3, 10] },
      ],
    });
    expect((await get(at('/v2/models/other/versions/9'))).json.versions).toEqual(['9', '10']);
    for (const path of ['/v2/models/seed-7/ready', '/v2/models/other/versions/10/ready']) {
      expect(await get(at(path))).toMatchObject({ status: 200, json: { ready: true } });
    }
  });

  it.each(['/v2/models/none', '/v2/models/other/versions/3', '/v2/models/..%2f..%2fetc/ready'])(
    'answers 404 for %s',
    async (path) => {
      const { status, json } = await get(at(path));
      expect(status).toBe(404);
      expect(json.error).toMatch(/^model: .* is not served here, only seed-7 \(version 1\)/);
    },
  );

  it('predicts flat and nested JSON of UINT8 and FP32, with every output', async () => {
    const flat = [...images.subarray(0, 2 * rowBytes)];
    const nested = [0, 1].map((n) =>
      Array.from({ length: 28 }, (_, y) =>
        Array.from({ length: 28 }, (_, x) => [images[n * rowBytes + y * 28 + x]]),
      ),
    );
    for (const datatype of ['UINT8', 'FP32']) {
      for (const data of [flat, nested]) {
        const input = { name: 'images', datatype, shape: [2, 28, 28, 1], data };
        const { status, json } = await post(
          at('/v2/models/seed-7/infer'),
          JSON.stringify({ id: 'mine', inputs: [input] }),
          { 'content-type': 'application/json' },
        );
        expect(status).toBe(200);
        expect(json).toMatchObject({ model_name: 'seed-7', model_version: '1', id: 'mine' });
        const [probabilities, labels, entropy, information, members] = json.outputs;
        expect(probabilities).toEqual({
          name: 'probabilities',
          datatype: 'FP32',
          shape: [2, 10],
          data: [
            ...probabilitiesOf(expected[byRun] as Prediction, 0),
            ...probabilitiesOf(expected[byRun] as Prediction, 1),
          ],
        });
        expect(labels).toMatchObject({ name: 'labels', datatype: 'INT32', shape: [2] });
        expect(entropy.data).toEqual([...(expected[byRun]?.entropies.subarray(0, 2) ?? [])]);
        expect(information.data).toEqual([...(expected[byRun]?.mutualInformation.subarray(0, 2) ?? [])]);
        expect(members.shape).toEqual([2, 3, 10]);
        expect(members.data.slice(10, 20)).toEqual([...(expected[byRun]?.members[1]?.subarray(0, 10) ?? [])]);
      }
    }
  });

  it('predicts binary tensors, and answers in binary where it is asked to', async () => {
    const { body, headers } = inferBody(images.subarray(0, 3 * rowBytes), 3);
    const json = await post(at('/v2/models/seed-7/infer'), body, headers);
    expect(json.json.outputs).toHaveLength(1);
    expect(json.json.outputs[0].data.slice(20)).toEqual(probabilitiesOf(expected[byRun] as Prediction, 2));

    const floats = Float32Array.from(images.subarray(0, rowBytes));
    const header = Buffer.from(
      JSON.stringify({
        inputs: [
          {
            name: 'images',
            datatype: 'FP32',
            shape: [1, 28, 28, 1],
            parameters: { binary_data_size: floats.byteLength },
          },
        ],
        parameters: { binary_data_output: true },
        outputs: [{ name: 'labels', parameters: { binary_data: false } }, { name: 'probabilities' }],
      }),
    );
    const response = await fetch(at('/v2/models/seed-7/infer'), {
      method: 'POST',
      body: Buffer.concat([header, Buffer.from(floats.buffer)]),
      headers: { 'inference-header-content-length': String(header.length) },
    });
    const answer = new Uint8Array(await response.arrayBuffer());
    const length = Number(response.headers.get('inference-header-content-length'));
    const { outputs } = JSON.parse(new TextDecoder().decode(answer.subarray(0, length)));
    expect(outputs[0]).toMatchObject({
      name: 'labels',
      datatype: 'INT32',
      shape: [1],
      data: [expect.any(Number)],
    });
    expect(outputs[1]).toMatchObject({ name: 'probabilities', parameters: { binary_data_size: 40 } });
    expect([...new Float32Array(answer.slice(length).buffer)]).toEqual(
      probabilitiesOf(expected[byRun] as Prediction, 0),
    );
  });

  it('predicts raw bytes with a header length of 0', async () => {
    const response = await fetch(at('/v2/models/seed-7/infer'), {
      method: 'POST',
      body: Buffer.from(image(4)),
      headers: { 'inference-header-content-length': '0' },
    });
    const answer = new Uint8Array(await response.arrayBuffer());
    const length = Number(response.headers.get('inference-header-content-length'));
    expect([...new Float32Array(answer.slice(length, length + 40).buffer)]).toEqual(
      probabilitiesOf(expected[byRun] as Prediction, 4),
    );
  });

  it('answers with the version that is asked for, and else with the newest', async () => {
    const { body, headers } = inferBody(image(5), 1);
    for (const [path, which, version] of [
      ['/v2/models/other/versions/9/infer', bySecond, '9'],
      ['/v2/models/other/infer', byRun, '10'],
    ] as const) {
      const { json } = await post(at(path), body, headers);
      expect(json.model_version).toBe(version);
      expect(json.outputs[0].data).toEqual(probabilitiesOf(expected[which] as Prediction, 5));
    }
  });

  const input = { name: 'images', datatype: 'UINT8', shape: [1, 28, 28, 1], data: [0] };
  it.each([
    ['no JSON', '{', 'body: expected JSON'],
    ['no inputs', '{}', 'inputs: expected an array with the tensor "images", got nothing'],
    ['two inputs', JSON.stringify({ inputs: [input, input] }), 'inputs: expected one tensor'],
    [
      'another name',
      JSON.stringify({ inputs: [{ ...input, name: 'x' }] }),
      'inputs[0].name: expected "images", got "x"',
    ],
    [
      'another type',
      JSON.stringify({ inputs: [{ ...input, datatype: 'INT64' }] }),
      'inputs[0].datatype: expected UINT8 or FP32',
    ],
    [
      'another shape',
      JSON.stringify({ inputs: [{ ...input, shape: [1, 784] }] }),
      'inputs[0].shape: expected [batch, 28, 28, 1], got [1,784]',
    ],
    [
      'a huge batch',
      JSON.stringify({ inputs: [{ ...input, shape: [1e9, 28, 28, 1] }] }),
      'inputs[0].shape: expected from 1 to 1024 images',
    ],
    [
      'too few values',
      JSON.stringify({ inputs: [input] }),
      'inputs[0].data: expected 784 values for this shape, got 1 values',
    ],
    [
      'a value that is no pixel',
      JSON.stringify({ inputs: [{ ...input, data: [0, 256] }] }),
      'inputs[0].data[1]: expected a whole pixel value from 0 to 255, got 256',
    ],
    [
      'an output that does not exist',
      JSON.stringify({ inputs: [{ ...input, data: new Array(784).fill(0) }], outputs: [{ name: 'logits' }] }),
      'outputs[0].name: expected one of probabilities, labels',
    ],
  ])('refuses %s by name', async (_, body, message) => {
    const { status, json } = await post(at('/v2/models/seed-7/infer'), body);
    expect(status).toBe(400);
    expect(json.error).toContain(message);
  });

  it.each([
    ['longer than the body', '99999999', 'Inference-Header-Content-Length: expected'],
    ['not a number', 'ten', 'Inference-Header-Content-Length: expected'],
  ])('refuses a header length that is %s', async (_, length, message) => {
    const { body } = inferBody(image(0), 1);
    const { status, json } = await post(at('/v2/models/seed-7/infer'), body, {
      'inference-header-content-length': length,
    });
    expect([status, json.error]).toEqual([400, expect.stringContaining(message)]);
  });

  it('refuses binary data of another size than it says', async () => {
    const { body, headers } = inferBody(image(0), 1);
    const { status, json } = await post(at('/v2/models/seed-7/infer'), body.subarray(0, -1), headers);
    expect([status, json.error]).toEqual([
      400,
      'body: expected 784 bytes of images after the JSON header, got 783 bytes',
    ]);
  });
});

describe('the route for people', () => {
  const predict = (body: Uint8Array | string | FormData, headers = {}) =>
    post(at('/v1/models/seed-7:predict'), body, headers);

  it('classifies a picture as convoy predict does, however it is sent', async () => {
    const { writeFile } = await import('node:fs/promises');
    await writeFile(`${trained.folder}/one.png`, png);
    const command = await convoy(['predict', 'seed-7', 'one.png', '--json'], trained.folder);
    const told = JSON.parse(command.stdout);
    const form = new FormData();
    form.append('file', new Blob([Buffer.from(png)], { type: 'image/png' }), '../../etc/passwd');
    const base64 = Buffer.from(png).toString('base64');
    const answers = [
      await predict(png, { 'content-type': 'image/png' }),
      await predict(png, { 'content-type': 'application/x-www-form-urlencoded' }),
      await predict(form),
      await predict(JSON.stringify({ image: base64 }), { 'content-type': 'application/json' }),
      await predict(JSON.stringify({ image: `data:image/png;base64,${base64}` }), {
        'content-type': 'application/json',
      }),
    ];
    for (const { status, json } of answers) {
      expect(status).toBe(200);
      expect(json).toMatchObject({
        model: 'seed-7',
        version: '1',
        probability: told.probability,
        probabilities: told.probabilities,
        entropy: told.entropy,
        mutualInformation: told.mutualInformation,
        members: told.members.map((vote: { label: string }) => ({
          ...vote,
          label: Number(vote.label),
          className: vote.label,
        })),
        image: { format: 'PNG', width: 60, height: 60, prepared: told.prepared },
      });
    }
  });

  it('abstains below the threshold, and says what it would have said', async () => {
    const { json } = await predict(images.subarray(0, 20 * rowBytes));
    expect(json.predictions).toHaveLength(20);
    for (const [n, one] of json.predictions.entries()) {
      expect(one.probability).toBe(expected[byRun]?.confidences[n]);
      const label = one.probability < Math.fround(0.2) ? null : expected[byRun]?.labels[n];
      expect([one.label, one.className, one.abstained]).toEqual([
        label,
        label === null ? null : String(label),
        label === null,
      ]);
    }
  });

  it('answers for every picture of a form or a list', async () => {
    const form = new FormData();
    for (let n = 0; n < 3; n++) form.append('files', new Blob([Buffer.from(png)]), `${n}.png`);
    expect((await predict(form)).json.predictions).toHaveLength(3);
    const base64 = Buffer.from(png).toString('base64');
    const { json } = await predict(JSON.stringify({ images: [base64, base64] }), {
      'content-type': 'application/json',
    });
    expect(json.predictions).toHaveLength(2);
  });

  it.each([
    ['an empty body', '', {}, 'body: expected a PNG, JPEG or WebP file, raw pixels, a form or JSON'],
    [
      'bytes of no image',
      'hello',
      {},
      'body: expected a PNG, JPEG or WebP file, or 784 bytes of pixels per image',
    ],
    [
      'another image type',
      'GIF89a',
      { 'content-type': 'image/gif' },
      'body: expected a PNG, JPEG or WebP file',
    ],
    ['a damaged picture', Uint8Array.from(png.subarray(0, 60)), {}, 'damaged PNG image: image'],
    [
      'text that is no base64',
      '{"image":"%%"}',
      { 'content-type': 'application/json' },
      'image: expected base64 text',
    ],
    [
      'JSON without an image',
      '{}',
      { 'content-type': 'application/json' },
      'images: expected an array of base64 text',
    ],
  ])('refuses %s', async (_, body, headers, message) => {
    const { status, json } = await predict(body, headers);
    expect([status, json.error]).toEqual([400, expect.stringContaining(message)]);
  });
});

it('lists its models', async () => {
  const { json } = await get(at('/v1/models'));
  expect(
    json.models.map((model: { name: string; version: string }) => `${model.name}:${model.version}`),
  ).toEqual(['seed-7:1', 'other:9', 'other:10']);
  expect(json.models[0]).toMatchObject({ members: 3, imageShape: [28, 28, 1], abstainBelow: 0.2 });
});

it('counts as Triton does: rows, executions, successes, failures by reason', async () => {
  const read = async () => {
    const lines = (await (await fetch(at('/metrics'))).text()).split('\n');
    return (name: string, labels = 'model="seed-7",version="1"') =>
      Number(
        lines
          .find((line) => line.startsWith(`${name}{${labels}} `))
          ?.split(' ')
          .at(-1),
      );
  };
  const before = await read();
  await post(at('/v1/models/seed-7:predict'), images.subarray(0, 20 * rowBytes));
  await post(at('/v1/models/seed-7:predict'), 'no image');
  const after = await read();
  const grown = (name: string, labels?: string) => after(name, labels) - before(name, labels);
  expect(grown('nv_inference_request_success')).toBe(1);
  expect(grown('nv_inference_count')).toBe(20);
  expect(grown('nv_inference_exec_count')).toBe(1);
  expect(grown('nv_inference_request_failure', 'model="seed-7",version="1",reason="OTHER"')).toBe(1);
  expect(grown('nv_inference_compute_infer_duration_us')).toBeGreaterThan(0);
  expect(grown('nv_inference_queue_duration_us')).toBeGreaterThan(0);
});

it('documents every route, with a page that needs no network', async () => {
  const { json } = await get(at('/docs/json'));
  expect(Object.keys(json.paths)).toEqual(
    expect.arrayContaining([
      '/v2/models/{model}/infer',
      '/v2/health/ready',
      '/metrics',
      '/v1/models/{model}:predict',
    ]),
  );
  const page = await (await fetch(at('/docs'))).text();
  expect(page).not.toMatch(/(src|href)="https?:/);
});

it('has a page that may only run what it came with', async () => {
  const response = await fetch(at('/'));
  expect(response.headers.get('content-security-policy')).toMatch(/^default-src 'none'; script-src 'sha256-/);
  expect(await response.text()).not.toMatch(/https?:\/\/(?!www\.w3\.org)/);
});

it('answers 404 in JSON for what is no route', async () => {
  for (const path of ['/nothing', '/v1/models/seed-7:explain', '/..%2f..%2fetc%2fpasswd']) {
    const { status, json } = await get(at(path));
    expect([status, json.error]).toEqual([404, expect.stringContaining('route: GET /')]);
  }
});
