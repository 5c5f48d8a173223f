// The Python server beside Convoy's: which Python can run it, and why none can.

import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { lectureModel } from '../onnx/lectureModel.ts';
import { firstWeights } from '../onnx/lectureWeights.ts';

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

/** One lecture-cnn as ONNX, for a peer that is given no other file. */
export async function writeLectureModel(file: string): Promise<void> {
  await writeFile(file, lectureModel(await firstWeights(), 1));
}
