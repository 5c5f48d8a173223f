// Commands as they can be typed here.

/**
 * `convoy resume runs/a`, or `npx convoy resume runs/a` if this process was started by npx, npm or pnpm: in the repository, and in a
 * project that depends on it, the command is not on the PATH.
 * @param command begins with `convoy`
 */
export function typed(command: string): string {
  const { npm_execpath, npm_config_user_agent } = process.env;
  return npm_execpath || npm_config_user_agent ? `npx ${command}` : command;
}
