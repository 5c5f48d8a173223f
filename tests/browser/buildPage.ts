// Builds the test page for a browser and serves it on this machine.

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

export interface ServedPage {
  readonly address: string;
  close(): Promise<void>;
}

/** @param script in `page/`, which becomes `main.js` */
export async function servePage(script = 'main.ts'): Promise<ServedPage> {
  const files = await buildPage(script);
  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    const script = files.get(path);
    if (path === '/') {
      response.setHeader('content-type', 'text/html');
      response.end(
        '<!doctype html><title>Convoy</title><link rel="icon" href="data:,"><script type="module" src="/main.js"></script>',
      );
    } else if (script !== undefined) {
      response.setHeader('content-type', 'text/javascript');
      response.end(script);
    } else {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${port}/`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** The scripts of the page, by their paths on the server. */
async function buildPage(script: string): Promise<ReadonlyMap<string, string>> {
  const bundle = await rolldown({
    input: fileURLToPath(new URL(`page/${script}`, import.meta.url)),
    platform: 'browser',

    logLevel: 'silent',
  });
  const { output } = await bundle.generate({ format: 'esm', entryFileNames: 'main.js' });
  await bundle.close();
  const scripts = output.flatMap((file) => (file.type === 'chunk' ? [file] : []));
  return new Map(scripts.map(({ fileName, code }) => [`/${fileName}`, code]));
}
