// The optimizers' updates, a weight a thread; `operations.ts` states the rules. Moments first, then the parameter, which
// reads their new values.

import type {
  AdadeltaStep,
  AdamStep,
  OptimizerOperation,
  RmspropStep,
  SgdStep,
} from '../../../operations.ts';
import { type Context, formsLike, here, type Kernel, only } from '../kernel.ts';

/** The parameter after decoupled weight decay, before the step. */
function decayed({ weightDecay }: OptimizerOperation): string {
  const old = `parameter${here}`;
  return weightDecay === 0 ? old : `${old} * (1 - learningRate${only} * ${weightDecay})`;
}

export function sgd(operation: SgdStep, context: Context): readonly Kernel[] {
  const { parameter, gradient, learningRate, momentum, nesterov, velocity } = operation;
  const step = `learningRate${only} * gradient${here}`;
  const inputs = { parameter, gradient, learningRate };
  const forms = formsLike(parameter, context, ['gradient']);
  if (velocity === null) {
    return [{ output: parameter, inputs, forms, body: `return ${decayed(operation)} - ${step};` }];
  }
  const moved = nesterov ? `${momentum} * velocity${here} - ${step}` : `velocity${here}`;
  return [
    {
      output: velocity,
      inputs: { velocity, gradient, learningRate },
      forms,
      body: `return ${momentum} * velocity${here} - ${step};`,
    },
    {
      output: parameter,
      inputs: { ...inputs, velocity },
      forms,
      body: `return ${decayed(operation)} + ${moved};`,
    },
  ];
}

export function rmsprop(operation: RmspropStep, context: Context): readonly Kernel[] {
  const { parameter, gradient, learningRate, rho, epsilon, velocity } = operation;
  return [
    movingSquare(velocity, gradient, rho, context),
    {
      output: parameter,
      inputs: { parameter, gradient, learningRate, velocity },
      forms: formsLike(parameter, context, ['gradient']),
      body: `return ${decayed(operation)} - learningRate${only} * gradient${here} / Math.sqrt(velocity${here} + ${epsilon});`,
    },
  ];
}

export function adam(operation: AdamStep, context: Context): readonly Kernel[] {
  const { parameter, gradient, learningRate, beta1, beta2, epsilon, alpha, momentum, velocity } = operation;
  return [
    {
      output: momentum,
      inputs: { momentum, gradient },
      forms: formsLike(momentum, context, ['gradient']),
      body: `return ${beta1} * momentum${here} + ${1 - beta1} * gradient${here};`,
    },
    movingSquare(velocity, gradient, beta2, context),
    {
      output: parameter,
      inputs: {
        parameter,
        ...(operation.weightDecay === 0 ? {} : { learningRate }),
        alpha,
        momentum,
        velocity,
      },
      body: `return ${decayed(operation)} - alpha${only} * momentum${here} / (Math.sqrt(velocity${here}) + ${epsilon});`,
    },
  ];
}

/** The average of squared steps is read by the parameter before it moves on, so that comes last. */
export function adadelta(operation: AdadeltaStep, context: Context): readonly Kernel[] {
  const { parameter, gradient, learningRate, rho, epsilon, velocity, stepVelocity } = operation;
  const step = `gradient${here} * Math.sqrt(stepVelocity${here} + ${epsilon}) / Math.sqrt(velocity${here} + ${epsilon})`;
  return [
    movingSquare(velocity, gradient, rho, context),
    {
      output: parameter,
      inputs: { parameter, gradient, learningRate, velocity, stepVelocity },
      forms: formsLike(parameter, context, ['gradient']),
      body: `return ${decayed(operation)} - learningRate${only} * (${step});`,
    },
    {
      output: stepVelocity,
      inputs: { gradient, velocity, stepVelocity },
      forms: formsLike(stepVelocity, context, ['gradient']),
      body: `
    const step = ${step};
    return ${rho} * stepVelocity${here} + ${1 - rho} * step * step;`,
    },
  ];
}

/** `velocity ← rho · velocity + (1 − rho) · gradient²`. */
function movingSquare(velocity: string, gradient: string, rho: number, context: Context): Kernel {
  return {
    output: velocity,
    inputs: { velocity, gradient },
    forms: formsLike(velocity, context, ['gradient']),
    body: `return ${rho} * velocity${here} + ${1 - rho} * gradient${here} * gradient${here};`,
  };
}
