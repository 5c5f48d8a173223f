// A server of the library in a process of its own, with what the command does not have: a parent that may end its
// workers. Its options come as JSON.

import { startServer } from '@convoy/serve';

const server = await startServer(JSON.parse(process.argv[2] ?? '{}'));
console.log(JSON.stringify({ event: 'listening', url: server.url }));

process.on('message', async (message) => {
  if (message === 'kill-worker') await server.models.all[0]?.predictor?.threads[0]?.terminate();
  if (message === 'reload') await server.models.reload();
  if (message === 'drain') server.models.drain();
  process.send?.(message);
});
process.once('SIGTERM', async () => {
  process.disconnect?.();
  await server.close();
});
