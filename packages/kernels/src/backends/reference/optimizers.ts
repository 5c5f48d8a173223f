// The optimizers' updates, element by element; `operations.ts` states the rules.

import type { AdadeltaStep, AdamStep, OptimizerOperation, RmspropStep, SgdStep } from '../../operations.ts';
import { at, type Batch } from './cells.ts';

export function sgd(operation: SgdStep, batch: Batch): void {
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

export function rmsprop(operation: RmspropStep, batch: Batch): void {
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

export function adam(operation: AdamStep, batch: Batch): void {
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

export function adadelta(operation: AdadeltaStep, batch: Batch): void {
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

/** Weight decay, decoupled from the gradient (Loshchilov and Hutter, 2019), before the step. */
function decay(operation: OptimizerOperation, batch: Batch): void {
  const share = at(batch.data(operation.learningRate), 0) * operation.weightDecay;
  const parameter = batch.data(operation.parameter);
  parameter.forEach((p, i) => {
    parameter[i] = p - share * p;
  });
}
