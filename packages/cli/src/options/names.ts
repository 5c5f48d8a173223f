// The names that the value of an option may be: for help, for completion, and for the nearest word to a slip. The lists
// are the engine's own, loaded when somebody asks.

type Names = () => Promise<readonly string[]>;

const namesOfFlags: Readonly<Record<string, Names>> = {
  '--model': async () => (await import('@convoy/core')).presetNames,
  '--dataset': async () => (await import('@convoy/core/node')).datasetNames,
  '--recipe': async () => (await import('@convoy/ensemble')).recipes.map(({ name }) => name),
  '--backend': async () => (await import('./backends.ts')).backends,
  '--optimizer': async () => (await import('./trainOptions.ts')).optimizerNames,
  '--strategy': async () => (await import('@convoy/ensemble')).strategyNames,
  '--combine': async () => (await import('@convoy/ensemble')).combinationNames,
  '--monitor': async () => ['valLoss', 'valAccuracy', 'loss', 'accuracy'],
  '--weights': async () => ['best', 'last'],
  '--kernels': async () => ['fast', 'strict'],
  '--split': async () => ['test', 'train', 'validation'],
  '--channels': async () => ['1', '3'],
};

/** The names for a flag such as `--model`; none if its values are no names. */
export async function namesOfFlag(flag: string): Promise<readonly string[]> {
  return (await namesOfFlags[flag]?.()) ?? [];
}
