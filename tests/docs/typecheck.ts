// Every program of every page, checked by one run of the compiler with the repository's own settings.

import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { repository } from './pages.ts';

export interface Complaint {
  /** Absolute. */
  readonly file: string;
  /** Counts from 1. */
  readonly line: number;
  readonly message: string;
}

/** @param folder where the compiler's configuration is written; `files` lie below it */
export async function typecheck(folder: string, files: readonly string[]): Promise<readonly Complaint[]> {
  const configuration = {
    extends: `${repository}/tsconfig.json`,
    compilerOptions: { typeRoots: [`${repository}/node_modules/@types`], types: ['node'] },
    include: [],
    files,
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(configuration));
  const tsc = `${repository}/node_modules/typescript/bin/tsc`;
  const output = await promisify(execFile)(process.execPath, [tsc, '--pretty', 'false', '-p', folder], {
    cwd: folder,
  }).then(
    () => '',
    (error: { stdout?: string; stderr?: string }) => {
      if (!error.stdout) throw error;
      return error.stdout;
    },
  );
  const complaints = output.split('\n').flatMap((line) => {
    const [, file = '', number = '', message = ''] = /^(\S.*?)\((\d+),\d+\): error (.*)$/.exec(line) ?? [];
    return file === '' ? [] : [{ file: join(folder, file), line: Number(number), message }];
  });
  if (output !== '' && complaints.length === 0) throw new Error(output);
  return complaints;
}
