import { Sequential, type SequentialConfig } from '@convoy/core';

/**
 * A network for each member; members with the same configuration share one, and its compiled programs.
 * @throws {CoreError} if a configuration is none of a network
 */
export function createNetworks(configs: readonly SequentialConfig[]): Sequential[] {
  const byConfig = new Map<string, Sequential>();
  return configs.map((config) => {
    const key = JSON.stringify(config);
    const network = byConfig.get(key) ?? new Sequential(config);
    byConfig.set(key, network);
    return network;
  });
}
