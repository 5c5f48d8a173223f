// What the page may load and run: its own files. WebAssembly is emitted in the page, which `wasm-unsafe-eval` allows, and
// JavaScript is not.

const directives = {
  'default-src': "'none'",
  'script-src': "'self' 'wasm-unsafe-eval'",
  'worker-src': "'self'",
  'style-src': "'self'",
  'img-src': "'self' blob: data:",
  'connect-src': "'self'",
  'base-uri': "'none'",
  'form-action': "'none'",
} as const;

/** The value of the header `Content-Security-Policy`, and of the element that stands for it on a static host. */
export const contentSecurityPolicy = Object.entries(directives)
  .map(([name, value]) => `${name} ${value}`)
  .join('; ');
