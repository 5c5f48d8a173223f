import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DatasetFile, DatasetSource } from '../source.ts';
import { downloadDataset, downloadSource } from './download.node.ts';
import type { DownloadProgress } from './transfer.node.ts';

const content = Buffer.from(Array.from({ length: 300_000 }, (_, i) => (i * 7919) % 251));
const half = 150_000;

function fileOf(name: string, bytes: Uint8Array): DatasetFile {
  return { name, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
}

const file = fileOf('images.gz', content);

function sourceWith(more: Partial<DatasetSource> = {}): DatasetSource {
  return {
    name: 'small',
    description: 'one file',
    imageShape: [28, 28, 1],
    classNames: ['0', '1'],
    kind: 'digits',
    parts: [[file]],
    downloads: [{ file }],
    mirrors: [],
    sha256: null,
    read: () => Promise.reject(new Error('is only downloaded here')),
    ...more,
  };
}

// What each folder of the server does with a request for a file.
const behaviours: Record<string, (request: IncomingMessage, response: ServerResponse) => void> = {
  good(request, response) {
    const start = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
    const range =
      start > 0 ? { 'content-range': `bytes ${start}-${content.length - 1}/${content.length}` } : {};
    response.writeHead(start > 0 ? 206 : 200, { 'content-length': content.length - start, ...range });
    response.end(content.subarray(start));
  },
  withoutRanges(_, response) {
    response.writeHead(200, { 'content-length': content.length });
    response.end(content);
  },
  refusesRanges(request, response) {
    if (request.headers.range) response.writeHead(416).end();
    else response.end(content);
  },
  missing(_, response) {
    response.writeHead(404).end('no such file');
  },
  cutOff(_, response) {
    response.writeHead(200, { 'content-length': content.length });
    response.write(content.subarray(0, half), () => response.socket?.end());
  },
  wrong(_, response) {
    response.end(Buffer.alloc(content.length, 1));
  },
  portal(_, response) {
    const page = '<html>Please log in</html>';
    response.writeHead(200, { 'content-length': page.length }).end(page);
  },
  endless(_, response) {
    response.writeHead(200);
    response.end(Buffer.concat([content, content]));
  },
  short(_, response) {
    response.writeHead(200, { 'transfer-encoding': 'chunked' });
    response.end(content.subarray(0, half));
  },
  silent() {},
  stalls(_, response) {
    response.writeHead(200, { 'content-length': content.length });
    response.write(content.subarray(0, half));
  },
};

describe('a download', () => {
  let folder: string;
  let server: Server;
  let address: string;
  let requests: string[];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'convoy-download-'));
    requests = [];
    server = createServer((request, response) => {
      const [, behaviour = ''] = (request.url ?? '').split('/');
      requests.push([request.url, request.headers.range].filter(Boolean).join(' '));
      behaviours[behaviour]?.(request, response);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const bound = server.address();
    address = `http://127.0.0.1:${typeof bound === 'object' ? bound?.port : ''}`;
  });
  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await rm(folder, { recursive: true });
  });

  const files = () => readdir(join(folder, 'small'));
  const path = () => join(folder, 'small', 'images.gz');

  function download(behaviours: readonly string[], more = {}, source = sourceWith()) {
    const mirrors = behaviours.map((behaviour) => `${address}/${behaviour}/`);
    return downloadSource(source, { dataDir: folder, mirrors, stallSeconds: 0.3, ...more });
  }

  async function putPart(bytes: Uint8Array): Promise<void> {
    await mkdir(join(folder, 'small'), { recursive: true });
    await writeFile(`${path()}.part`, bytes);
  }

  it('fetches a file, tells of its progress, and leaves nothing else', async () => {
    const progress: DownloadProgress[] = [];
    const result = await download(['good'], { onProgress: (step: DownloadProgress) => progress.push(step) });
    expect(result).toEqual({ folder: join(folder, 'small'), files: ['images.gz'] });
    expect(await readFile(path())).toEqual(content);
    expect(await files()).toEqual(['images.gz']);
    expect(progress.at(-1)).toEqual({ file: 'images.gz', received: content.length, total: content.length });
    const received = progress.map((step) => step.received);
    expect(received).toEqual(received.toSorted((a, b) => a - b));
  });

  it('fetches nothing that is there, and again what is there and wrong', async () => {
    await download(['good']);
    expect((await download(['good'])).files).toEqual([]);
    expect(requests.length).toBe(1);
    await writeFile(path(), Buffer.alloc(content.length));
    expect((await download(['good'])).files).toEqual(['images.gz']);
    expect(await readFile(path())).toEqual(content);
  });

  it('goes on where an earlier one ended', async () => {
    await putPart(content.subarray(0, 1000));
    const received: number[] = [];
    await download(['good'], { onProgress: (step: DownloadProgress) => received.push(step.received) });
    expect(requests).toEqual(['/good/images.gz bytes=1000-']);
    expect(received[0]).toBeGreaterThan(1000);
    expect(await readFile(path())).toEqual(content);
  });

  it('only checks a part that is already whole', async () => {
    await putPart(content);
    await download(['good']);
    expect(requests).toEqual([]);
    expect(await readFile(path())).toEqual(content);
  });

  it('begins again where the server cannot go on, or what was there was wrong or too long', async () => {
    for (const behaviour of ['withoutRanges', 'refusesRanges', 'good']) {
      for (const part of [
        Buffer.alloc(1000, 9),
        Buffer.alloc(content.length + 1),
        Buffer.alloc(content.length),
      ]) {
        await rm(join(folder, 'small'), { recursive: true, force: true });
        await putPart(part);
        await download([behaviour]);
        expect(await readFile(path())).toEqual(content);
        expect(await files()).toEqual(['images.gz']);
      }
    }
  });

  it('takes the next mirror where one is broken, and goes on with what it had', async () => {
    await download(['missing', 'portal', 'cutOff', 'good']);
    expect(await readFile(path())).toEqual(content);
    expect(requests.slice(0, 3)).toEqual(['/missing/images.gz', '/portal/images.gz', '/cutOff/images.gz']);
    expect(requests[3]).toMatch(/^\/good\/images\.gz bytes=\d+-$/);
  });

  it('takes the next mirror where one sends the wrong file', async () => {
    await download(['wrong', 'good']);
    expect(await readFile(path())).toEqual(content);
  });

  it('names every mirror and why it failed, and leaves no file that is not right', async () => {
    const failing = ['missing', 'portal', 'wrong', 'endless', 'short', 'silent', 'stalls'];
    const error = await download(failing).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ name: 'CoreError', code: 'download-failed' });
    const lines = String(error).replaceAll(address, '').split('\n');
    expect(lines.slice(0, 8)).toEqual([
      'CoreError: cannot download images.gz. Tried:',
      '  /missing/images.gz: answered 404 Not Found',
      '  /portal/images.gz: offered 26 bytes instead of 300000',
      expect.stringMatching(/^ {2}\/wrong\/images.gz: wrong SHA-256: [0-9a-f]{64}, expected [0-9a-f]{64}$/),
      '  /endless/images.gz: sent more than the 300000 bytes of the file',
      expect.stringMatching(/^ {2}\/short\/images.gz: ended after \d+ of 300000 bytes$/),
      '  /silent/images.gz: no data for 0.3 seconds',
      '  /stalls/images.gz: no data for 0.3 seconds',
    ]);
    expect(lines.at(-1)).toContain(`put the file into ${join(folder, 'small')} yourself`);
    expect(await files()).not.toContain('images.gz');
  });

  it('says that nobody answers', async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await expect(download(['good'])).rejects.toThrow(/good\/images.gz: .*ECONNREFUSED/);
    server = createServer().listen(0);
  });

  it('stops when it is told to, and goes on from there', async () => {
    const stop = new AbortController();
    const onProgress = () => stop.abort(new Error('enough'));
    await expect(
      download(['stalls', 'good'], { signal: stop.signal, onProgress, stallSeconds: 60 }),
    ).rejects.toThrow('enough');
    expect(requests.length).toBe(1);
    expect(await files()).toEqual(['images.gz.part']);
    await expect(download(['good'], { signal: stop.signal })).rejects.toThrow('enough');
    await download(['good']);
    expect(await readFile(path())).toEqual(content);
  });

  it('unpacks an archive and removes it, and unpacks one again whose content is damaged', async () => {
    const inner = fileOf('inner.bin', content.subarray(0, 10));
    const unpack = async (archive: string, into: string) => {
      await writeFile(join(into, inner.name), (await readFile(archive)).subarray(0, 10));
    };
    const source = sourceWith({ parts: [[inner, file]], downloads: [{ file, unpack }] });
    await download(['good'], {}, source);
    expect(await files()).toEqual(['inner.bin']);
    expect((await download([], {}, source)).files).toEqual([]);

    await writeFile(path(), content);
    await writeFile(join(folder, 'small', 'inner.bin'), 'damaged');
    await download([], {}, source);
    expect(await readFile(join(folder, 'small', 'inner.bin'))).toEqual(content.subarray(0, 10));
    expect(await files()).toEqual(['images.gz', 'inner.bin']);
  });

  it('says which folder cannot be written to', async () => {
    await writeFile(join(folder, 'small'), 'a file, not a folder');
    const failure = download(['good']);
    await expect(failure).rejects.toThrow(`cannot write to ${join(folder, 'small')}: EEXIST`);
    await expect(failure).rejects.toMatchObject({ code: 'write-failed' });
  });

  it('of a data set that needs no files does nothing, of an unknown one says so', async () => {
    expect(await downloadDataset('glyphs', { dataDir: folder })).toEqual({ folder: null, files: [] });
    await expect(downloadDataset('cifar-10', { dataDir: folder })).rejects.toThrow('Did you mean cifar10?');
  });
});
