import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type Command, type Competitor, flags, times } from '../competitor.ts';

const scripts = {
  'lecture-cnn': fileURLToPath(new URL('../../peers/pytorch_lecture.py', import.meta.url)),
  airbench94: fileURLToPath(new URL('../../peers/pytorch_airbench.py', import.meta.url)),
};

/** The first that has PyTorch; Debian's own Python before whatever a version manager put in the path. */
const pythons = [process.env.CONVOY_PYTHON, '/usr/bin/python3', 'python3', 'python'];

// One thread a process; and no compiled files beside the scripts.
const env = { OMP_NUM_THREADS: '1', MKL_NUM_THREADS: '1', PYTHONDONTWRITEBYTECODE: '1' };

/** A process of one thread for each member: faster together than one process of as many threads. */
export const pytorch: Competitor = {
  name: 'pytorch',
  title: 'PyTorch, one thread each',
  takesPartIn: () => true,
  async look() {
    const found = await findPython();
    if (found) return { installed: true, versions: { torch: found.torch, python: found.python } };
    const candidates = pythons.filter(Boolean).join(', ');
    return {
      installed: false,
      why: `none of ${candidates} can import torch`,
      howToInstall:
        'apt-get install python3-torch, or CONVOY_PYTHON=/path/to/python of an environment that has torch',
    };
  },
  async commands(bench, length) {
    const python = await findPython();
    if (!python) throw new Error('PyTorch has gone since it was looked for');
    const width = bench.width === null ? [] : ['--width', `${bench.width}`];
    const args = [scripts[bench.network], bench.work, ...flags(bench, length), ...width];
    return times<Command>(bench.members, { file: python.file, args, env });
  },
};

interface Python {
  readonly file: string;
  readonly python: string;
  readonly torch: string;
}

let search: Promise<Python | null> | undefined;

function findPython(): Promise<Python | null> {
  search ??= searchPython();
  return search;
}

async function searchPython(): Promise<Python | null> {
  const program = 'import platform, torch; print(platform.python_version(), torch.__version__)';
  for (const file of pythons) {
    if (!file) continue;
    try {
      const { stdout } = await promisify(execFile)(file, ['-c', program], { timeout: 60_000 });
      const [python = '', torch = ''] = stdout.trim().split(' ');
      return { file, python, torch };
    } catch {
      // Not there, or without torch: the next one.
    }
  }
  return null;
}
