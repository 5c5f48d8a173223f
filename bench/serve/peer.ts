// The Python server beside Convoy's: which Python can run it, and why none can.

import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Ensemble } from '@convoy/ensemble/node';
import { exportOnnx } from '@convoy/interop';

export const peerScript = fileURLToPath(new URL('../peers/onnx_server.py', import.meta.url));

/** A Python that can import all that the peer needs, or why there is none. */
export async function findPython(): Promise<{ readonly file: string } | { readonly why: string }> {
  const reasons: string[] = [];
  for (const file of [process.env.CONVOY_PYTHON, '/usr/bin/python3', 'python3']) {
    if (!file) continue;
    try {
      await promisify(execFile)(file, ['-c', 'import numpy, onnxruntime, starlette, uvicorn'], {
        timeout: 60_000,
      });
      return { file };
    } catch (error) {
      const said = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : String(error);
      reasons.push(`${file}: ${said.split('\n').at(-1) || 'not found'}`);
    }
  }
  return {
    why: `${reasons.join('; ')}. pip install onnxruntime starlette uvicorn, or CONVOY_PYTHON=/path/to/python`,
  };
}

/** The ensemble of a run as ONNX, as `convoy export` writes it: the peer serves what Convoy serves. */
export async function writePeerModel(run: string, file: string): Promise<void> {
  await writeFile(file, exportOnnx(await Ensemble.load(run), { inputType: 'uint8' }));
}
