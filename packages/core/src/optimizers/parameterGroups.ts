// Parameter groups: some parameters learn at another rate, decay otherwise, or only in the first epochs. They are told
// apart by name, so that what is saved says what it means.

import { CoreError } from '../errors.ts';
import { readOptions } from '../layers/options.ts';

/** Other rules for some parameters. */
export interface ParameterGroupOptions {
  /** Names of parameters, with `*` for any characters: `conv2d_1/bias`, `*beta`. */
  readonly parameters: string;
  /** Their learning rate, as a multiple of the optimizer's. @default 1 */
  readonly learningRateFactor?: number;
  /** In place of the optimizer's. */
  readonly weightDecay?: number;
  /** The first epochs, in which they are trained; from then on they stay as they are. @default always */
  readonly epochs?: number;
}

/** Nothing left out. */
export interface ParameterGroup {
  readonly parameters: string;
  readonly learningRateFactor: number;
  readonly weightDecay: number;
  /** Null for always. */
  readonly epochs: number | null;
}

const optionNames = [
  'parameters',
  'learningRateFactor',
  'weightDecay',
  'epochs',
] as const satisfies readonly (keyof ParameterGroupOptions)[];

/** @throws {CoreError} naming the group and the option that is wrong. */
export function resolveParameterGroups(
  groups: unknown,
  label: string,
  weightDecay: number,
): readonly ParameterGroup[] {
  if (!Array.isArray(groups)) {
    throw new CoreError(
      'invalid-argument',
      `${label}: groups: expected a list of parameter groups, found ${JSON.stringify(groups)}`,
    );
  }
  return groups.map((group: object, i) => {
    const read = readOptions(`${label}: group ${i + 1}`, group, optionNames, 'invalid-argument');
    const parameters = read.value('parameters');
    if (typeof parameters !== 'string' || parameters === '') {
      throw read.error('parameters', "names with * for any characters, such as '*/bias'");
    }
    const hasEnd = (read.value('epochs') ?? null) !== null;
    return {
      parameters,
      learningRateFactor: read.number('learningRateFactor', ...atLeast0, 1),
      weightDecay: read.number('weightDecay', ...atLeast0, weightDecay),
      epochs: hasEnd ? read.positiveInteger('epochs') : null,
    };
  });
}

const atLeast0 = ['a number of at least 0', (value: number) => value >= 0] as const;

/** The first group that a parameter belongs to; −1 if it belongs to none. */
export function groupOf(groups: readonly ParameterGroup[], parameter: string): number {
  return groups.findIndex(({ parameters }) => patternOf(parameters).test(parameter));
}

function patternOf(parameters: string): RegExp {
  const literal = (text: string) => text.replace(/[.+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${parameters.split('*').map(literal).join('.*')}$`);
}

/** What a scalar input of the optimizer is called for a group: `learningRate/1`; without one its own name. */
export function scalarName(scalar: string, group: number): string {
  return group === -1 ? scalar : `${scalar}/${group + 1}`;
}
