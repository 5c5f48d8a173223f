// An ONNX graph while it is written: operations are added one after the other, and each gives the name of its result.

export type AttributeValue = number | string | readonly number[] | { readonly float: number };

/** One operation with one result. */
export interface Node {
  readonly name: string;
  readonly operator: string;
  readonly inputs: readonly string[];
  readonly output: string;
  /** Whole numbers and lists of them, such as `strides`, text, or `{ float: 0.001 }`. */
  readonly attributes: Readonly<Record<string, AttributeValue>>;
}

/** A constant tensor: weights are float32, shapes and axes int64. */
export interface Initializer {
  readonly name: string;
  readonly shape: readonly number[];
  readonly data: Float32Array | BigInt64Array;
}

/** An input or an output. */
export interface Value {
  readonly name: string;
  readonly type: 'float32' | 'uint8';
  /** A name stands for an extent that is known when the graph runs: `batch`. */
  readonly shape: readonly (number | string)[];
}

export class OnnxGraph {
  readonly nodes: Node[] = [];
  readonly initializers = new Map<string, Initializer>();
  /** Begins the names of what is added: `members.0/conv2d_1`. */
  scope = '';

  /** @returns the name of the result, which is `output` if that is given */
  add(
    operator: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, AttributeValue>> = {},
    output?: string,
  ): string {
    const base = `${this.scope}/${operator}`;
    const same = this.nodes.filter(({ name }) => name === base || name.startsWith(`${base}_`)).length;
    const name = same === 0 ? base : `${base}_${same}`;
    this.nodes.push({ name, operator, inputs, output: output ?? name, attributes });
    return output ?? name;
  }

  /** A constant of one number. @returns its name */
  scalar(value: number): string {
    return this.tensor(`constant/${value}`, [], Float32Array.of(value));
  }

  /** Whole numbers, such as axes. @returns its name */
  integers(values: readonly number[]): string {
    return this.tensor(
      `constant/int64/${values.join('_')}`,
      [values.length],
      BigInt64Array.from(values, (value) => BigInt(value)),
    );
  }

  /** @returns the name, for use as an input */
  tensor(name: string, shape: readonly number[], data: Float32Array | BigInt64Array): string {
    this.initializers.set(name, { name, shape, data });
    return name;
  }
}
