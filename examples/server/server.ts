// Predictions in a worker of your own HTTP server: node examples/server/server.ts runs/example 8080
//
//   curl --data-binary @seven.png http://localhost:8080/predict
//
// The ensemble lives in a worker thread: while it computes, the server goes on answering others.

import { createServer } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { PredictionWorker } from './predictionWorker.ts';

const [run = 'runs/example', port = '8080'] = process.argv.slice(2);

const worker = await PredictionWorker.start(run);

const server = createServer(async (request, response) => {
  if (request.method !== 'POST' || request.url !== '/predict') {
    response.writeHead(404).end('POST a PNG or JPEG picture to /predict\n');
    return;
  }
  try {
    const answer = await worker.predict(await buffer(request));
    response.writeHead(200, { 'content-type': 'application/json' }).end(`${JSON.stringify(answer)}\n`);
  } catch (error) {
    // What Convoy's errors say is written for people: `damaged PNG image: …`.
    response.writeHead(422).end(`${error instanceof Error ? error.message : error}\n`);
  }
});

server.listen(Number(port), 'localhost', () => {
  const address = server.address();
  if (address !== null && typeof address === 'object')
    console.log(`http://localhost:${address.port}/predict`);
});

process.once('SIGTERM', () => {
  server.close();
  void worker.stop();
});
