// The `convoy` command as a function; `main.ts` is the executable.
export { exitCodes } from './errors.ts';
export { run } from './program.ts';
