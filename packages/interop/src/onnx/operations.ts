// Every operation of ONNX that is a layer of Convoy, or nothing at all. What is not in the table is refused by its name.

import {
  Activation,
  AveragePooling2D,
  BatchNormalization,
  Conv2D,
  Dense,
  Flatten,
  GlobalAveragePooling2D,
  GlobalMaxPooling2D,
  L2Pooling2D,
  type LayerActivation,
  MaxPooling2D,
  type Pair,
  Rescaling,
  type Tensor,
} from '@convoy/core';
import type { Padding } from '@convoy/kernels';
import { windowExtent } from '@convoy/kernels/internal';
import { foreignActivationOf, type Parameters, shortest } from '../activations.ts';
import { thenScale, thenShift } from '../import/normalization.ts';
import type { Stack } from '../import/stack.ts';
import type { DecodedNode } from './decode.ts';
import { elementTypes } from './encode.ts';
import { type OnnxSource, refusal } from './source.ts';

/** One operation of a chain, where it is read. */
interface At {
  readonly source: OnnxSource;
  readonly node: DecodedNode;
  readonly stack: Stack;
}

type Read = (at: At) => void;

const nothing: Read = () => {};

const floats: readonly number[] = [elementTypes.float32, elementTypes.float16, elementTypes.bfloat16];

const operations: Readonly<Record<string, Read>> = {
  Identity: nothing,
  // Drops nothing in inference.
  Dropout: nothing,
  // Bytes become floats, and Convoy computes in float32 where the file rounds to less; anything else would round more.
  Cast({ node }) {
    const to = intOf(node, 'to', 0);
    if (floats.includes(to)) return;
    throw refusal(node, `expected a cast to float32, float16 or bfloat16, got ONNX's type ${to}`);
  },
  Conv: readConv,
  Gemm: readGemm,
  MatMul: readMatMul,
  Add: (at) => readShift(at, 1),
  Sub: (at) => readShift(at, -1),
  Mul: (at) => readScale(at, (value) => value),
  Div: (at) => readScale(at, (value) => 1 / value),
  BatchNormalization: readBatchNormalization,
  MaxPool: (at) => at.stack.add(MaxPooling2D(windowOf(at))),
  AveragePool(at) {
    const window = windowOf(at);
    const counts =
      intOf(at.node, 'count_include_pad', 0) === 1 && intsOf(at.node, 'pads').some((pad) => pad > 0);
    if (counts) throw refusal(at.node, 'it counts cells outside the image, count_include_pad 1');
    at.stack.add(AveragePooling2D(window));
  },
  LpPool(at) {
    if (intOf(at.node, 'p', 2) !== 2) throw refusal(at.node, `expected p 2, got ${intOf(at.node, 'p', 2)}`);
    at.stack.add(L2Pooling2D(windowOf(at)));
  },
  GlobalAveragePool: ({ stack }) => stack.add(GlobalAveragePooling2D()),
  GlobalMaxPool: ({ stack }) => stack.add(GlobalMaxPooling2D()),
  ReduceMean: (at) => readReduction(at, () => GlobalAveragePooling2D()),
  ReduceMax: (at) => readReduction(at, () => GlobalMaxPooling2D()),
  Flatten(at) {
    if (intOf(at.node, 'axis', 1) !== 1) throw refusal(at.node, 'expected axis 1');
    readFlatten(at);
  },
  Reshape: readReshape,
  Squeeze(at) {
    const [height, width, channels] = at.stack.shape;
    const hasOnePixel = channels === undefined || (height === 1 && width === 1);
    if (!hasOnePixel) throw refusal(at.node, 'expected maps of one pixel');
    readFlatten(at);
  },
  Transpose: readTranspose,
  Softmax: readSoftmax,
  // Its exponentials are the probabilities; `importOnnx` takes it only at the end.
  LogSoftmax: readSoftmax,
};

/** What may be done to images before they are put channels first. */
export const beforeLayers: readonly string[] = ['Cast', 'Identity', 'Add', 'Sub', 'Mul', 'Div'];

/** @throws {InteropError} `unsupported-operation`, naming node and operation */
export function readOperation(at: At): void {
  const { node, stack } = at;
  const read = Object.hasOwn(operations, node.operator) ? operations[node.operator] : undefined;
  if (read === undefined || node.domain !== '') throw refusal(node, 'no layer of Convoy computes it');
  const known = stack.isEmpty ? ['Transpose', ...beforeLayers] : ['Transpose', 'Flatten', 'Reshape'];
  if (stack.isChannelsLast && !known.includes(node.operator)) {
    throw refusal(node, 'expected channels before height and width');
  }
  read(at);
}

/** Into the layer before, where that has none yet and the options are the defaults. */
export function addActivation(stack: Stack, activation: LayerActivation, options: Parameters = {}): void {
  const { last } = stack;
  const { isDefault } = foreignActivationOf({ activation, ...options }, activation);
  const canTake = (last?.type === 'Conv2D' || last?.type === 'Dense') && last.activation === 'linear';
  if (canTake && isDefault) stack.amend({ ...last, activation });
  else stack.add(Activation({ activation, ...options }));
}

function readConv(at: At): void {
  const { source, node, stack } = at;
  const [, kernelName = '', biasName = ''] = node.inputs;
  const weight = source.tensor(kernelName, node);
  const [filters = 0, channels = 0, height = 0, width = 0] = weight.shape;
  if (weight.shape.length !== 4)
    throw refusal(node, `expected kernels of 4 axes, got ${weight.shape.length}`);
  if (intOf(node, 'group', 1) !== 1) throw refusal(node, `expected 1 group, got ${intOf(node, 'group', 1)}`);
  if (channels !== stack.shape[2]) {
    throw refusal(node, `expected kernels over ${stack.shape[2] ?? 0} channels, got ${channels}`);
  }
  const bias = biasName === '' ? {} : { bias: source.tensor(biasName, node) };
  const { strides, padding } = slidingOf(at, [height, width]);
  const spec = Conv2D({ filters, kernelSize: [height, width], strides, padding, useBias: biasName !== '' });
  stack.add(spec, { weight, ...bias });
}

function readGemm({ source, node, stack }: At): void {
  const [, kernelName = '', biasName = ''] = node.inputs;
  const factors = ['alpha', 'beta'].map((name) => node.attributes.get(name)?.float ?? 1);
  if (factors.some((factor) => factor !== 1)) throw refusal(node, 'expected alpha and beta of 1');
  if (intOf(node, 'transA', 0) !== 0) throw refusal(node, 'expected transA 0');
  const kernel = source.tensor(kernelName, node);
  if (kernel.shape.length !== 2) throw refusal(node, `expected a matrix, got [${kernel.shape.join(', ')}]`);
  const weight = intOf(node, 'transB', 0) === 1 ? kernel : transposed(kernel);
  const units = weight.shape[0] ?? 0;
  const bias = biasName === '' ? null : flat(source.tensor(biasName, node));
  const spec = Dense({ units, useBias: bias !== null });
  stack.add(spec, { weight, ...(bias && { bias }) });
}

function readMatMul({ source, node, stack }: At): void {
  const [, kernelName = ''] = node.inputs;
  const kernel = source.tensor(kernelName, node);
  if (kernel.shape.length !== 2) throw refusal(node, `expected a matrix, got [${kernel.shape.join(', ')}]`);
  stack.add(Dense({ units: kernel.shape[1] ?? 0, useBias: false }), { weight: transposed(kernel) });
}

/** A constant that is added: a part of the normalization, or a bias. */
function readShift({ source, node, stack }: At, sign: 1 | -1): void {
  const values = constantOf({ source, node, stack }, sign === 1).map((value) => sign * value);
  if (stack.isEmpty) {
    stack.normalization = thenShift(stack.normalization, values);
    return;
  }
  const { last } = stack;
  const canTake =
    (last?.type === 'Conv2D' || last?.type === 'Dense') && !last.useBias && last.activation === 'linear';
  const units = last?.type === 'Conv2D' ? last.filters : last?.type === 'Dense' ? last.units : 0;
  if (!canTake || values.length !== units)
    throw refusal(node, 'a constant is added that is no bias of a layer before it');
  const bias = { shape: [units], data: Float32Array.from(values) };
  stack.amend({ ...last, useBias: true }, { bias });
}

function readScale({ source, node, stack }: At, factorOf: (value: number) => number): void {
  const factors = constantOf({ source, node, stack }, node.operator === 'Mul').map(factorOf);
  if (!factors.every((factor) => Number.isFinite(factor) && factor !== 0)) {
    throw refusal(node, 'expected finite factors other than 0');
  }
  if (stack.isEmpty) {
    stack.normalization = thenScale(stack.normalization, factors);
  } else if (factors.length === 1) stack.add(Rescaling({ scale: factors[0] ?? 1 }));
  else throw refusal(node, `expected one factor, got ${factors.length}`);
}

/** The constant operand, one number or one per channel; of an operation that does not commute, the second. */
function constantOf({ source, node, stack }: At, commutes: boolean): readonly number[] {
  const operands = commutes ? node.inputs : node.inputs.slice(1);
  const name = operands.find((input) => source.isConstant(input)) ?? '';
  const values = source.numbers(name);
  if (values === null || values.length === 0) throw refusal(node, 'expected a constant to compute with');
  if (values.length === 1) return values;
  const channels = stack.shape.at(-1) ?? 1;
  // What a constant of another shape is added to is not the channels.
  const axes = stack.isChannelsLast || stack.shape.length === 1 ? [channels] : [channels, 1, 1];
  const shape = source.shapeOf(name);
  const isOfChannels = String(shape.slice(-axes.length)) === String(axes) && values.length === channels;
  if (isOfChannels) return values;
  throw refusal(node, `expected one number, or [${axes.join(', ')}], got [${shape.join(', ')}]`);
}

function readBatchNormalization({ source, node, stack }: At): void {
  const [, weight = '', bias = '', mean = '', variance = ''] = node.inputs;
  if (intOf(node, 'training_mode', 0) !== 0) throw refusal(node, 'expected inference, got training_mode 1');
  const epsilon = node.attributes.get('epsilon')?.float ?? 1e-5;
  if (!(epsilon > 0)) throw refusal(node, `expected an epsilon above 0, got ${epsilon}`);
  stack.add(BatchNormalization({ epsilon: shortest(epsilon) }), {
    weight: source.tensor(weight, node),
    bias: source.tensor(bias, node),
    running_mean: source.tensor(mean, node),
    running_var: source.tensor(variance, node),
  });
}

function readReduction(
  at: At,
  layer: () => ReturnType<typeof GlobalAveragePooling2D | typeof GlobalMaxPooling2D>,
): void {
  const { source, node, stack } = at;
  const given = node.attributes.get('axes')?.ints ?? source.numbers(node.inputs[1] ?? '') ?? [];
  const axes = given.map((axis) => (axis + 4) % 4).sort();
  if (String(axes) !== '2,3')
    throw refusal(node, `expected a reduction over height and width, got axes [${given.join(', ')}]`);
  stack.add(layer());
}

function readFlatten({ stack }: At): void {
  if (stack.shape.length === 1) return;
  stack.add(Flatten());
  stack.isChannelsLast = false;
}

function readReshape(at: At): void {
  const { source, node, stack } = at;
  const shape = source.numbers(node.inputs[1] ?? '');
  if (shape === null)
    throw refusal(node, 'expected a constant shape. Export with a flatten, not with a view');
  const features = stack.shape.reduce((product, extent) => product * extent, 1);
  const isFlat = shape.length === 2 && (shape[1] === -1 || shape[1] === features);
  if (!isFlat) throw refusal(node, `expected [batch, ${features}], got [${shape.join(', ')}]`);
  readFlatten(at);
}

function readTranspose({ node, stack }: At): void {
  const order = intsOf(node, 'perm').join();
  if (order === '0,3,1,2' && stack.isChannelsLast) stack.isChannelsLast = false;
  else if (order === '0,2,3,1' && !stack.isEmpty && !stack.isChannelsLast && stack.shape.length === 3) {
    stack.isChannelsLast = true;
  } else throw refusal(node, `expected channels to move to the front or back, got perm [${order}]`);
}

function readSoftmax({ node, stack }: At): void {
  const axis = intOf(node, 'axis', -1);
  const isOfClasses = axis === 1 || (axis === -1 && stack.shape.length === 1);
  if (!isOfClasses) throw refusal(node, `expected the axis of the classes, got ${axis}`);
  addActivation(stack, 'softmax');
}

function windowOf(at: At) {
  const { node } = at;
  const [height = 0, width = 0, ...more] = intsOf(node, 'kernel_shape');
  if (height < 1 || width < 1 || more.length > 0)
    throw refusal(node, 'expected a kernel_shape of height and width');
  if (intOf(node, 'ceil_mode', 0) !== 0) throw refusal(node, 'expected ceil_mode 0');
  const poolSize: Pair = [height, width];
  return { poolSize, ...slidingOf(at, poolSize) };
}

/** Strides and padding: none, or that of TensorFlow's `same`, which is all that Convoy has. */
function slidingOf({ node, stack }: At, size: Pair): { readonly strides: Pair; readonly padding: Padding } {
  const [down = 1, across = 1] = intsOf(node, 'strides');
  const strides: Pair = [down, across];
  if (intsOf(node, 'dilations').some((dilation) => dilation !== 1))
    throw refusal(node, 'expected no dilation');
  const automatic = node.attributes.get('auto_pad')?.text ?? 'NOTSET';
  if (automatic === 'VALID') return { strides, padding: 'valid' };
  if (automatic === 'SAME_UPPER') return { strides, padding: 'same' };
  if (automatic !== 'NOTSET') throw refusal(node, `expected another auto_pad than ${automatic}`);
  const pads = intsOf(node, 'pads');
  if (pads.every((pad) => pad === 0)) return { strides, padding: 'valid' };
  const [height = 1, width = 1] = stack.shape;
  const rows = windowExtent(height, size[0], down, 'same');
  const columns = windowExtent(width, size[1], across, 'same');
  const same = [rows.before, columns.before, rows.after, columns.after];
  if (String(pads) === String(same)) return { strides, padding: 'same' };
  throw refusal(node, `expected no padding or pads [${same.join(', ')}], got [${pads.join(', ')}]`);
}

function intOf({ attributes }: DecodedNode, name: string, fallback: number): number {
  return attributes.get(name)?.int ?? fallback;
}

function intsOf({ attributes }: DecodedNode, name: string): readonly number[] {
  return attributes.get(name)?.ints ?? [];
}

/** `[in, out]` → `[out, in]` */
function transposed({ shape, data }: Tensor): Tensor {
  const [rows = 0, columns = 0] = shape;
  const turned = new Float32Array(data.length);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++)
      turned[column * rows + row] = data[row * columns + column] as number;
  return { shape: [columns, rows], data: turned };
}

/** `[1, units]` → `[units]` */
function flat({ shape, data }: Tensor): Tensor {
  return shape.length === 2 && shape[0] === 1 ? { shape: [data.length], data } : { shape, data };
}
