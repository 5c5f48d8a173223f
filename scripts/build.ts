// `pnpm build`: every package to plain JavaScript and declarations in its `dist`, in the order in which they import each
// other. Development and tests never need it: Node runs the sources. `pnpm pack` packs what this leaves, and adds the
// licence.

import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const packages = ['kernels', 'core', 'ensemble', 'interop', 'serve', 'cluster', 'playground', 'cli'];

for (const name of packages) {
  const folder = `${root}packages/${name}`;
  rmSync(`${folder}/dist`, { recursive: true, force: true });
  const { status } = spawnSync('tsc', ['--project', `${folder}/tsconfig.build.json`], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, PATH: `${root}node_modules/.bin:${process.env.PATH}` },
  });
  if (status !== 0) {
    console.error(`convoy: package was not built: ${name}. tsc's errors are above.`);
    process.exit(status ?? 1);
  }
  console.log(`built packages/${name}/dist`);
}
