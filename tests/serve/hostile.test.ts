// What a server on a network meets: slow clients, half-sent and malformed bodies, pictures that are bombs, wrong tokens,
// clients that leave. It refuses each, and answers the next request.

import { connect } from 'node:net';
import { crc32, deflateSync } from 'node:zlib';
import { createGenerator, deriveSeed } from '@convoy/core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { asJpeg, asPng, bar, picture } from '../../packages/core/src/testing/pictures.ts';
import { get, inferBody, post } from './client.ts';
import { type Program, serveProgram } from './program.ts';
import { image, trainRuns } from './runs.ts';

let trained: Awaited<ReturnType<typeof trainRuns>>;
let served: Program;
const limits = {
  maxPixels: 1_000_000,
  maxBody: 200_000,
  maxRows: 8,
  maxQueue: 64,
  requestTimeout: 1000,
  token: 'open sesame',
};
const token = { authorization: 'Bearer open sesame' };

beforeAll(async () => {
  trained = await trainRuns(7);
  served = await serveProgram(trained.folder, { runs: [{ run: 'seed-7', name: 'm' }], ...limits });
});
afterAll(async () => {
  const code = await served?.stop();
  await trained?.remove();
  expect(code).toBe(0);
});

const predict = (body: Uint8Array | string | FormData, headers: Record<string, string> = {}) =>
  post(`${served.url}/v1/models/m:predict`, body, { ...token, ...headers });
const infer: typeof predict = (body, headers = {}) =>
  post(`${served.url}/v2/models/m/infer`, body, { ...token, ...headers });

async function requireHealthy(): Promise<void> {
  expect(served.isAlive).toBe(true);
  const { body, headers } = inferBody(image(0), 1);
  expect((await infer(body, headers)).status).toBe(200);
}

it('asks for the token, but not for health', async () => {
  const { body, headers } = inferBody(image(0), 1);
  for (const wrong of [{}, { authorization: 'Bearer open sesam' }, { authorization: 'Basic b3Blbg==' }]) {
    for (const path of ['/v2/models/m/infer', '/v1/models/m:predict']) {
      const { status, json, headers: answer } = await post(served.url + path, body, { ...headers, ...wrong });
      expect([status, json.error]).toEqual([
        401,
        expect.stringContaining("expected the server's bearer token"),
      ]);
      expect(answer.get('www-authenticate')).toBe('Bearer');
    }
    for (const path of ['/v2', '/v2/models/m', '/v1/models', '/metrics']) {
      expect((await get(served.url + path, { ...wrong })).status).toBe(401);
    }
  }
  expect((await get(`${served.url}/v2/health/ready`)).status).toBe(200);
  await requireHealthy();
});

it('refuses a picture of too many pixels before it decodes it', async () => {
  const bombs = [
    pngHeader(100_000, 100_000),
    jpegHeader(65_535, 65_535),
    pngHeader(2 ** 31 - 1, 2 ** 31 - 1),
  ];
  for (const bomb of bombs) {
    const { status, json } = await predict(bomb);
    expect([status, json.error]).toEqual([
      400,
      expect.stringMatching(
        /^(image too large: image is [\d,]+ × [\d,]+ pixels, expected at most 1,000,000 in all|damaged (PNG|JPEG) image: image)/,
      ),
    ]);
  }
  await requireHealthy();
});

it('refuses a small file that unpacks to more than it says', async () => {
  const bomb = pngOf(100, 100, deflateSync(Buffer.alloc(50_000_000)));
  expect(bomb.length).toBeLessThan(200_000);
  expect((await predict(bomb)).status).toBeLessThan(500);
  await requireHealthy();
});

it('refuses bodies, rows and forms above their limits', async () => {
  expect((await predict(new Uint8Array(200_001))).status).toBe(413);
  const rows = await predict(new Uint8Array(9 * 784));
  expect([rows.status, rows.json.error]).toEqual([400, 'body: expected at most 8 images, got 9']);
  const form = new FormData();
  form.append('file', new Blob([Buffer.alloc(150_000)]));
  form.append('file', new Blob([Buffer.alloc(150_000)]));
  expect((await predict(form)).status).toBe(413);
  const many = new FormData();
  for (let n = 0; n < 9; n++)
    many.append('file', new Blob([Buffer.from(asPng(8, 8, picture(8, 8, bar, [0, 0, 0], [9, 9, 9])))]));
  expect((await predict(many)).status).toBe(413);
  await requireHealthy();
});

it('ends a connection whose request does not arrive', async () => {
  const head =
    'POST /v1/models/m:predict HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer open sesame\r\nContent-Type: image/png\r\n';
  const half = [
    'GET /v2/he',
    head,
    `${head}Content-Length: 1000\r\n\r\nonly some`,
    `${head}Transfer-Encoding: chunked\r\n\r\n5\r\nab`,
  ];
  await Promise.all(
    half.map(async (text) => {
      const answer = await exchange(text);
      expect(answer === '' || /^HTTP\/1\.1 408/.test(answer)).toBe(true);
    }),
  );
  await requireHealthy();
});

it('answers a client that sends a byte at a time, as long as it is in time', async () => {
  const { body, headers } = inferBody(image(0), 1);
  const fields = Object.entries({
    ...headers,
    ...token,
    host: 'a',
    connection: 'close',
    'content-length': body.length,
  });
  const head = `POST /v2/models/m/infer HTTP/1.1\r\n${fields.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`;
  const socket = open();
  socket.write(head);
  for (let at = 0; at < body.length; at += 100) {
    socket.write(body.subarray(at, at + 100));
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  expect(await textOf(socket)).toMatch(/^HTTP\/1\.1 200/);
});

it.each([
  ['no request', 'GARBAGE\r\n\r\n'],
  ['no version', 'GET / HTTP/9.9\r\n\r\n'],
  ['an endless address', `GET /${'a'.repeat(100_000)} HTTP/1.1\r\n\r\n`],
  ['a length below 0', 'POST / HTTP/1.1\r\nContent-Length: -5\r\n\r\n'],
])('refuses what is no HTTP: %s', async (_, text) => {
  expect(await exchange(text)).toMatch(/^(HTTP\/1\.1 4\d\d|$)/);
  await requireHealthy();
});

it('drops the work of clients that leave', async () => {
  const { body, headers } = inferBody(new Uint8Array(8 * 784), 8);
  const controller = new AbortController();
  const left = Array.from({ length: 40 }, () =>
    fetch(`${served.url}/v2/models/m/infer`, {
      method: 'POST',
      body: Buffer.from(body),
      headers: { ...headers, ...token },
      signal: controller.signal,
    }).catch(() => null),
  );
  setTimeout(() => controller.abort(), 30);
  await Promise.all(left);
  await requireHealthy();
  const metrics = async () => (await fetch(`${served.url}/metrics`, { headers: token })).text();
  await expect.poll(metrics).toMatch(/^nv_inference_pending_request_count\{.*\} 0$/m);
});

it('refuses 1,000 malformed bodies, each with a reason', async () => {
  const random = createGenerator(deriveSeed(11));
  const { body, headers } = inferBody(image(0), 1);
  const form = 'multipart/form-data; boundary=x';
  const whole: readonly (readonly [Uint8Array, Record<string, string>, typeof predict])[] = [
    [body, headers, infer],
    [
      Buffer.from(
        JSON.stringify({
          inputs: [{ name: 'images', datatype: 'UINT8', shape: [1, 28, 28, 1], data: [...image(0)] }],
        }),
      ),
      { 'content-type': 'application/json' },
      infer,
    ],
    [
      asPng(30, 30, picture(30, 30, bar, [0, 0, 0], [255, 255, 255])),
      { 'content-type': 'image/png' },
      predict,
    ],
    [
      asJpeg(30, 30, picture(30, 30, bar, [0, 0, 0], [255, 255, 255])),
      { 'content-type': 'image/jpeg' },
      predict,
    ],
    [
      Buffer.from('--x\r\nContent-Disposition: form-data; name="a"; filename="b"\r\n\r\nhello\r\n--x--\r\n'),
      { 'content-type': form },
      predict,
    ],
    [Buffer.from('{"images":["aGVsbG8=","////"]}'), { 'content-type': 'application/json' }, predict],
  ];
  const statuses = new Map<number, number>();
  const one = async (at: number) => {
    const [bytes, fields, send] = whole[at % whole.length] as (typeof whole)[number];
    const mutant = mutate(bytes, random);
    const { status, json } = await send(mutant, fields);
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
    if (status !== 200) expect(json.error).toMatch(/^[^:]+: ./s);
  };
  for (let at = 0; at < 1000; at += 20) {
    await Promise.all(Array.from({ length: 20 }, (_, n) => one(at + n)));
  }
  // Some stay good: a changed pixel is a pixel.
  expect([...statuses.keys()].filter((status) => ![200, 400, 413].includes(status))).toEqual([]);
  expect(statuses.get(400)).toBeGreaterThan(300);
  await requireHealthy();
});

/** One to four changes: a byte, a cut, a repetition. */
function mutate(bytes: Uint8Array, random: ReturnType<typeof createGenerator>): Uint8Array {
  let mutant: Uint8Array = Uint8Array.from(bytes);
  for (let n = 0; n <= random.integer(4); n++) {
    const at = random.integer(Math.max(1, mutant.length));
    const kind = random.integer(3);
    if (kind === 0) mutant[at] = random.integer(256);
    else if (kind === 1) mutant = mutant.slice(0, at);
    else mutant = Buffer.concat([mutant.subarray(0, at), mutant.subarray(Math.floor(at / 2))]);
  }
  return mutant.length === 0 ? Uint8Array.of(0) : mutant;
}

function open() {
  const { hostname, port } = new URL(served.url);
  return connect(Number(port), hostname);
}

/** What the server says to a text, until it closes the connection. */
function exchange(text: string): Promise<string> {
  const socket = open();
  socket.on('error', () => {});
  socket.write(text);
  return textOf(socket);
}

async function textOf(socket: ReturnType<typeof connect>): Promise<string> {
  let said = '';
  socket.on('data', (chunk) => {
    said += chunk;
  });
  await new Promise((resolve) => socket.once('close', resolve));
  return said;
}

function pngHeader(width: number, height: number): Uint8Array {
  return pngOf(width, height, Buffer.alloc(20));
}

/** A grey PNG with these compressed bytes. */
function pngOf(width: number, height: number, data: Uint8Array): Uint8Array {
  const size = Buffer.alloc(13);
  size.writeUInt32BE(width);
  size.writeUInt32BE(height, 4);
  size.set([8, 0, 0, 0, 0], 8);
  const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
  return Buffer.concat([
    Buffer.from(signature),
    chunk('IHDR', size),
    chunk('IDAT', data),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Uint8Array): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt32BE(data.length);
  const body = Buffer.concat([Buffer.from(type), data]);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([head, body, sum]);
}

/** A JPEG whose frame declares a size, after a comment. */
function jpegHeader(width: number, height: number): Uint8Array {
  const bytes = Buffer.from([
    0xff, 0xd8, 0xff, 0xfe, 0, 4, 1, 2, 0xff, 0xc0, 0, 17, 8, 0, 0, 0, 0, 3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11,
    1,
  ]);
  bytes.writeUInt16BE(height, 13);
  bytes.writeUInt16BE(width, 15);
  return bytes;
}
