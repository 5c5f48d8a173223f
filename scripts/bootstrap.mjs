// Sets up a fresh machine, then runs one of package.json's scripts: `node scripts/bootstrap.mjs test:all`.
//
// `npm start` and `npm test` come through here, on whatever Node the machine has (so: plain JavaScript, no
// dependencies). It fetches the pinned pnpm, installs the workspace (which brings the pinned Node 24), and runs the
// script with that Node. Under pnpm the workspace is installed already.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const { packageManager } = JSON.parse(readFileSync(`${root}package.json`, 'utf8'));
const [script, ...rest] = process.argv.slice(2);
const underPnpm = (process.env.npm_config_user_agent ?? '').startsWith('pnpm');

/** Runs a command to its end; ends this process if it fails. */
async function run(command, args) {
  const child = spawn(command, args, {
    cwd: root,
    stdio: 'inherit',
    // npm's advice to update npm belongs to no output of ours.
    env: { ...process.env, npm_config_update_notifier: 'false' },
    shell: process.platform === 'win32',
  });
  // A terminal sends Ctrl-C to the child too: wait for it to save what it has. Other signals come here alone.
  const wait = () => {};
  const passOn = () => child.kill('SIGTERM');
  process.on('SIGINT', wait).on('SIGTERM', passOn);
  const { code, signal } = await new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code, signal }));
  }).catch((error) => {
    console.error(`convoy: program could not be started: ${command}\n${error.message}`);
    process.exit(1);
  });
  process.off('SIGINT', wait).off('SIGTERM', passOn);
  if (signal !== null) process.exit(130);
  if (code !== 0) process.exit(code);
}

const pnpm = (args) =>
  underPnpm
    ? run('pnpm', args)
    : run('npm', ['exec', '--yes', `--package=${packageManager}`, '--', 'pnpm', ...args]);

if (!underPnpm) {
  if (!existsSync(`${root}node_modules`)) console.log('Setting up, once: pnpm, Node 24 and the packages …');
  // pnpm's warnings would be about the machine's own Node, on which only this file runs.
  const quiet = ['--reporter=append-only', '--loglevel=error', '--config.confirmModulesPurge=false'];
  await pnpm(['install', '--frozen-lockfile', ...quiet]);
}
await pnpm(['run', '--silent', script, ...rest]);
