// The optimizers' updates, element by element; `operations.ts` states the rules.

import type { OptimizerKind, OptimizerOperation } from '../../operations.ts';
import { at, type Batch } from './cells.ts';

type Step<K extends OptimizerKind> = Extract<OptimizerOperation, { kind: K }>;

function sgd(operation: Step<'sgd'>, batch: Batch): void {
  const { momentum, nesterov } = operation;
  const learningRate = at(batch.data(operation.learningRate), 0);
  const gradient = batch.data(operation.gradient);
  const velocity = operation.velocity === null ? null : batch.data(operation.velocity);
  const parameter = batch.data(operation.parameter);
  decay(operation, batch);
  parameter.forEach((p, i) => {
    const step = -learningRate * at(gradient, i);
    if (velocity === null) {
      parameter[i] = p + step;
    } else {
      const v = momentum * at(velocity, i) + step;
      velocity[i] = v;
      parameter[i] = p + (nesterov ? momentum * v + step : v);
    }
  });
}

function rmsprop(operation: Step<'rmsprop'>, batch: Batch): void {
  const { rho, epsilon } = operation;
  const learningRate = at(batch.data(operation.learningRate), 0);
  const gradient = batch.data(operation.gradient);
  const velocity = batch.data(operation.velocity);
  const parameter = batch.data(operation.parameter);
  decay(operation, batch);
  parameter.forEach((p, i) => {
    const g = at(gradient, i);
    const v = rho * at(velocity, i) + (1 - rho) * g * g;
    velocity[i] = v;
    parameter[i] = p - (learningRate * g) / Math.sqrt(v + epsilon);
  });
}

function adam(operation: Step<'adam'>, batch: Batch): void {
  const { beta1, beta2, epsilon } = operation;
  const alpha = at(batch.data(operation.alpha), 0);
  const gradient = batch.data(operation.gradient);
  const momentum = batch.data(operation.momentum);
  const velocity = batch.data(operation.velocity);
  const parameter = batch.data(operation.parameter);
  decay(operation, batch);
  parameter.forEach((p, i) => {
    const g = at(gradient, i);
    const m = beta1 * at(momentum, i) + (1 - beta1) * g;
    const v = beta2 * at(velocity, i) + (1 - beta2) * g * g;
    momentum[i] = m;
    velocity[i] = v;
    parameter[i] = p - (alpha * m) / (Math.sqrt(v) + epsilon);
  });
}

function adadelta(operation: Step<'adadelta'>, batch: Batch): void {
  const { rho, epsilon } = operation;
  const learningRate = at(batch.data(operation.learningRate), 0);
  const gradient = batch.data(operation.gradient);
  const velocity = batch.data(operation.velocity);
  const stepVelocity = batch.data(operation.stepVelocity);
  const parameter = batch.data(operation.parameter);
  decay(operation, batch);
  parameter.forEach((p, i) => {
    const g = at(gradient, i);
    const v = rho * at(velocity, i) + (1 - rho) * g * g;
    const step = (g * Math.sqrt(at(stepVelocity, i) + epsilon)) / Math.sqrt(v + epsilon);
    velocity[i] = v;
    stepVelocity[i] = rho * at(stepVelocity, i) + (1 - rho) * step * step;
    parameter[i] = p - learningRate * step;
  });
}

function nadam(operation: Step<'nadam'>, batch: Batch): void {
  const { beta1, beta2, epsilon } = operation;
  const momentumRate = at(batch.data(operation.momentumRate), 0);
  const gradientRate = at(batch.data(operation.gradientRate), 0);
  const velocityScale = at(batch.data(operation.velocityScale), 0);
  const gradient = batch.data(operation.gradient);
  const momentum = batch.data(operation.momentum);
  const velocity = batch.data(operation.velocity);
  const parameter = batch.data(operation.parameter);
  decay(operation, batch);
  parameter.forEach((p, i) => {
    const g = at(gradient, i);
    const m = beta1 * at(momentum, i) + (1 - beta1) * g;
    const v = beta2 * at(velocity, i) + (1 - beta2) * g * g;
    momentum[i] = m;
    velocity[i] = v;
    parameter[i] = p - (momentumRate * m + gradientRate * g) / (Math.sqrt(velocityScale * v) + epsilon);
  });
}

function adagrad(operation: Step<'adagrad'>, batch: Batch): void {
  const { initialAccumulatorValue, epsilon } = operation;
  const learningRate = at(batch.data(operation.learningRate), 0);
  const gradient = batch.data(operation.gradient);
  const accumulator = batch.data(operation.accumulator);
  const parameter = batch.data(operation.parameter);
  decay(operation, batch);
  parameter.forEach((p, i) => {
    const g = at(gradient, i);
    accumulator[i] = at(accumulator, i) + g * g;
    parameter[i] = p - (learningRate * g) / Math.sqrt(initialAccumulatorValue + at(accumulator, i) + epsilon);
  });
}

function lion(operation: Step<'lion'>, batch: Batch): void {
  const { beta1, beta2 } = operation;
  const learningRate = at(batch.data(operation.learningRate), 0);
  const gradient = batch.data(operation.gradient);
  const momentum = batch.data(operation.momentum);
  const parameter = batch.data(operation.parameter);
  decay(operation, batch);
  parameter.forEach((p, i) => {
    const [m, g] = [at(momentum, i), at(gradient, i)];
    parameter[i] = p - learningRate * Math.sign(beta1 * m + (1 - beta1) * g);
    momentum[i] = beta2 * m + (1 - beta2) * g;
  });
}

function lambDirection(operation: Step<'lambDirection'>, batch: Batch): void {
  const { beta1, beta2, epsilon } = operation;
  const momentumScale = at(batch.data(operation.momentumScale), 0);
  const velocityScale = at(batch.data(operation.velocityScale), 0);
  const momentum = batch.data(operation.momentum);
  const velocity = batch.data(operation.velocity);
  const direction = batch.data(operation.direction);
  batch.data(operation.gradient).forEach((g, i) => {
    const m = beta1 * at(momentum, i) + (1 - beta1) * g;
    const v = beta2 * at(velocity, i) + (1 - beta2) * g * g;
    momentum[i] = m;
    velocity[i] = v;
    direction[i] = (momentumScale * m) / (Math.sqrt(velocityScale * v) + epsilon);
  });
}

function lamb(operation: Step<'lamb'>, batch: Batch): void {
  const learningRate = at(batch.data(operation.learningRate), 0);
  const kept = 1 - learningRate * operation.weightDecay;
  const parameterNorm = kept * Math.sqrt(at(batch.data(operation.parameterSquares), 0));
  const directionNorm = Math.sqrt(at(batch.data(operation.directionSquares), 0));
  const ratio = parameterNorm > 0 && directionNorm > 0 ? parameterNorm / directionNorm : 1;
  const direction = batch.data(operation.gradient);
  const parameter = batch.data(operation.parameter);
  decay(operation, batch);
  parameter.forEach((p, i) => {
    parameter[i] = p - learningRate * ratio * at(direction, i);
  });
}

/** Weight decay, decoupled from the gradient (Loshchilov and Hutter, 2019), before the step. */
function decay(operation: Exclude<OptimizerOperation, Step<'lambDirection'>>, batch: Batch): void {
  const share = at(batch.data(operation.learningRate), 0) * operation.weightDecay;
  const parameter = batch.data(operation.parameter);
  parameter.forEach((p, i) => {
    parameter[i] = p - share * p;
  });
}

export const optimizers = {
  sgd,
  rmsprop,
  adam,
  adadelta,
  nadam,
  adagrad,
  lion,
  lambDirection,
  lamb,
} satisfies { [K in OptimizerKind]: (operation: Step<K>, batch: Batch) => void };
