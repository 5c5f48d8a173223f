// Predictions in your own HTTP server: node examples/server/server.ts runs/example 8080
//
//   curl --data-binary @seven.png http://127.0.0.1:8080/
//
// Pictures are decoded and predicted in worker threads, those of several requests in one batch: the server itself stays
// free. `convoy serve RUN` is a whole server with the standard routes, limits and metrics.

import { createServer } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { createPredictor, ServeError } from '@convoy/serve';

const [run = 'runs/example', port = '8080'] = process.argv.slice(2);
const predictor = await createPredictor(run, { workers: 1, maxBatch: 64, maxDelay: 1 });

const server = createServer(async (request, response) => {
  try {
    const { prediction } = await predictor.classify(await buffer(request));
    const label = predictor.model.classNames[prediction.labels[0] ?? 0];
    response.end(`${JSON.stringify({ label, probability: prediction.confidences[0] })}\n`);
  } catch (error) {
    // Convoy's errors are written for people: `damaged PNG image: …`.
    const isTheirs = error instanceof ServeError && error.code === 'invalid-request';
    response.writeHead(isTheirs ? 400 : 503).end(`${error instanceof Error ? error.message : error}\n`);
  }
});
server.listen(Number(port), '127.0.0.1', () => {
  const address = server.address();
  if (address !== null && typeof address === 'object') console.log(`http://127.0.0.1:${address.port}/`);
});
process.once('SIGTERM', () => server.close(() => predictor.close()));
