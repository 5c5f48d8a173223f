// What tells one process from another that has its number later.

import { readFile, readlink } from 'node:fs/promises';

/** Whether a process of this machine lives, whoever it belongs to. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It is there, and not ours to signal.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** The machine's present start, where the system tells: Linux. */
export async function bootId(): Promise<string | null> {
  const id = await readSystemFile('/proc/sys/kernel/random/boot_id');
  return id === null ? null : id.trim();
}

/** When a process began, in clock ticks since the machine's start, where the system tells: Linux. */
export async function startOf(pid: number): Promise<string | null> {
  const text = await readSystemFile(`/proc/${pid}/stat`);
  // Field 22 of proc_pid_stat(5); the second is a name in parentheses that may hold anything.
  return text?.slice(text.lastIndexOf(')') + 2).split(' ')[19] ?? null;
}

/** What a process's number counts in, where the system tells: on Linux a namespace, which a container has of its own. */
export async function pidNamespace(): Promise<string | null> {
  return readlink('/proc/self/ns/pid').catch(() => null);
}

async function readSystemFile(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch {
    return null; // Another system than Linux, or the process has just ended.
  }
}
