#!/usr/bin/env node
import module from 'node:module';

// Before anything is imported that an older Node cannot even parse. It is `engines` in package.json, too.
const oldestNode = 22;
if (Number.parseInt(process.versions.node, 10) < oldestNode) {
  console.error(
    `convoy: Node is too old: ${process.versions.node}\nInstall Node ${oldestNode} or newer: https://nodejs.org`,
  );
  process.exit(1);
}

// Starting is mostly compiling: the second time takes half as long. Only what is imported after this line is kept.
module.enableCompileCache?.();
const { hearLostOutput } = await import('./ui/lostOutput.ts');
const { run } = await import('./program.ts');

hearLostOutput();
process.exitCode = await run(process.argv.slice(2));
