// What a client of the server sends, and how the server is started: as the command, a process of its own.

import { type RunningConvoy, start } from '../cli/convoy.ts';

export interface Served {
  readonly url: string;
  readonly command: RunningConvoy;
  /** SIGTERM, and the exit code. */
  stop(): Promise<number | null>;
}

export async function serve(cwd: string, ...args: readonly string[]): Promise<Served> {
  const command = start(['serve', '--port', '0', '--json', ...args], cwd);
  const { url } = await command.event(({ event }) => event === 'listening');
  return {
    url: String(url),
    command,
    async stop() {
      command.process.kill('SIGTERM');
      return (await command.finished).code;
    },
  };
}

export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into whatever the server sent.
  readonly json: any;
}

export async function get(url: string, headers: Record<string, string> = {}): Promise<Answered> {
  return answered(await fetch(url, { headers }));
}

export async function post(
  url: string,
  body: Uint8Array | string | FormData,
  headers: Record<string, string> = {},
): Promise<Answered> {
  const sent = body instanceof Uint8Array ? Buffer.from(body) : body;
  return answered(await fetch(url, { method: 'POST', body: sent, headers }));
}

async function answered(response: Response): Promise<Answered> {
  return { status: response.status, headers: response.headers, json: await response.json() };
}

/** A request of the Open Inference Protocol with binary UINT8 images, that asks for the probabilities in JSON. */
export function inferBody(
  images: Uint8Array,
  rows: number,
): { body: Uint8Array; headers: Record<string, string> } {
  const header = Buffer.from(
    JSON.stringify({
      inputs: [
        {
          name: 'images',
          datatype: 'UINT8',
          shape: [rows, 28, 28, 1],
          parameters: { binary_data_size: images.length },
        },
      ],
      outputs: [{ name: 'probabilities' }],
    }),
  );
  return {
    body: Buffer.concat([header, images]),
    headers: {
      'content-type': 'application/octet-stream',
      'inference-header-content-length': String(header.length),
    },
  };
}
