// The modes of gpu.js, and whether each runs here. gpu.js replaces a mode that does not by its CPU mode, at times without
// a word: so each is asked for what it needs first, and a mode that is missing is a reason, in words, with a way out.

import { type GpuAdapter, requestAdapter } from './adapter.ts';
import type { GpuJs } from './gpuJs.ts';
import type { GpuMode } from './names.ts';

export type ModeAvailability =
  | { readonly available: true; readonly adapter: GpuAdapter | null }
  | { readonly available: false; readonly reason: string };

export async function findMode(mode: GpuMode, { GPU }: GpuJs): Promise<ModeAvailability> {
  switch (mode) {
    case 'webgpu':
      return findWebGpu();
    case 'webgl2':
      return GPU.isWebGL2Supported ? findGl('webgl2') : missing(inBrowser('WebGL2'));
    case 'webgl':
      return GPU.isWebGLSupported ? findGl('webgl') : missing(inBrowser('WebGL'));
    case 'headlessgl':
      return GPU.isHeadlessGLSupported
        ? { available: true, adapter: null }
        : missing(
            'the npm package gl does not load here; in Node, run npm install gl, which fetches a binary or builds one (with Python, a C++ compiler and the headers of X11 and GL), and give it an X display',
          );
    case 'webasm':
      return GPU.isWebAssemblySupported
        ? { available: true, adapter: null }
        : missing('there is no WebAssembly');
    case 'cpu':
      return { available: true, adapter: null };
    default:
      throw mode satisfies never;
  }
}

function missing(reason: string): ModeAvailability {
  return { available: false, reason };
}

function inBrowser(name: string): string {
  return `there is no ${name} here; it is for browsers (in Node, use gpu:webgpu)`;
}

async function findWebGpu(): Promise<ModeAvailability> {
  const found = await requestAdapter();
  return typeof found === 'string' ? missing(found) : { available: true, adapter: found };
}

/** GL says what it runs on only through an extension that some browsers withhold. */
function findGl(context: 'webgl2' | 'webgl'): ModeAvailability {
  const gl = new OffscreenCanvas(1, 1).getContext(context) as WebGLRenderingContext | null;
  if (gl === null) return missing(`this browser gives no ${context} context; is the GPU blocked, or in use?`);
  const extension = gl.getExtension('WEBGL_debug_renderer_info');
  const name = extension ? String(gl.getParameter(extension.UNMASKED_RENDERER_WEBGL)) : 'unknown';
  gl.getExtension('WEBGL_lose_context')?.loseContext();
  return { available: true, adapter: { name, isSoftware: /swiftshader|llvmpipe|software/i.test(name) } };
}
