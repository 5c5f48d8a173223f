// Checks what the published packages depend on for known advisories, where the registry offers them. A registry that cannot be
// reached, or has no such service, is no fault of the packages: it says so and passes.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const root = new URL('..', import.meta.url);
const { packageManager } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8'));
const { status, stdout, stderr } = spawnSync(
  'npm',
  ['exec', '--yes', `--package=${packageManager}`, '--', 'pnpm', 'audit', '--prod', '--json'],
  { cwd: root, encoding: 'utf8', timeout: 120_000 },
);

const report = parse(stdout);
if (report?.metadata === undefined) {
  const reason = /ERR_\w+/.exec(`${stdout}\n${stderr}`)?.[0] ?? 'no answer';
  console.log(`skipped: the registry gives no advisories (${reason})`);
} else {
  const advisories = Object.values(report.advisories ?? {});
  for (const { severity, module_name: name, title, url } of advisories) {
    console.error(`${severity}: ${name}: ${title} (${url})`);
  }
  console.log(`${advisories.length} known advisories`);
  process.exitCode = status === 0 ? 0 : 1;
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
