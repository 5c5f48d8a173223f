// What a layer is to the engine. To people and files it is plain data, its *specification*: `{ type: 'Conv2D', filters: 32, … }`.
// All that the engine knows about a type stands in one *definition*: how options become a specification, shapes,
// parameters, and how the layer lowers into operations of a graph. A new layer is one file and one line in `list.ts`.

import type { GraphWriter } from './graphWriter.ts';
import type { InitializerName } from './initializers.ts';
import type { Pair } from './options.ts';
import type { Shape } from './shape.ts';

/** What every layer's specification has. */
export interface LayerSpecBase {
  readonly type: string;
  /** Unique in its model. Given by the model if it is not there: `conv2d_1`, `conv2d_2` … */
  readonly name?: string;
}

/** A tensor of a layer that is part of a model's weights. */
export interface WeightSpec {
  /** Without the layer's name: `kernel`. */
  readonly name: string;
  readonly shape: Shape;
  readonly initializer: InitializerName;
  /** `parameter`: learned by gradients (unless frozen). `state`: kept by the layer itself, as moving statistics are. */
  readonly role: 'parameter' | 'state';
  /** Whether the optimizer changes it. Always false for state. */
  readonly trainable: boolean;
}

/** Where a layer is lowered. */
export interface LoweringContext {
  readonly graph: GraphWriter;
  /** The layer's name, which begins the names of its buffers. */
  readonly name: string;
  /** The buffer that holds the layer's input; after a `Flatten` its own shape may differ from `inputShape`. */
  readonly input: string;
  readonly inputShape: Shape;
  readonly outputShape: Shape;
  /** Whether this is a training step, in which dropout drops and batch normalization uses the batch's statistics. */
  readonly training: boolean;
  /** True for a last layer whose softmax is left out here, because it is computed together with the loss. */
  readonly leaveSoftmax: boolean;
}

/** What became of a layer. Its forward operations are already written. */
export interface Lowered {
  /** The buffer that holds the layer's output. It is the input's if the layer does nothing. */
  readonly output: string;
  /**
   * Writes the backward operations: reads `graph.gradientOf(output)`, writes the gradients of the trainable parameters
   * and, if it is wanted, `graph.gradientOf(input)`.
   */
  backward(inputGradWanted: boolean): void;
}

/** A layer: its options, shapes and weights, and how it becomes operations. `defineLayer` registers one. */
export interface LayerDefinition<Spec extends LayerSpecBase> {
  readonly type: Spec['type'];
  /** What names begin with where none is given: `conv2d`. */
  readonly defaultName: string;
  /**
   * A specification with every option explicit, from options or from such a specification.
   * @throws {CoreError} `invalid-layer`; `label` says which layer.
   */
  create(options: object, label: string): Spec;
  /** @throws {CoreError} `wrong-shape` if the layer cannot take such an input. */
  outputShape(spec: Spec, inputShape: Shape, label: string): Shape;
  /** In the order in which they appear in a model's weights. */
  weights?(spec: Spec, inputShape: Shape): readonly WeightSpec[];
  /** Writes the forward operations. @returns the output, and what writes the backward ones */
  lower(spec: Spec, at: LoweringContext): Lowered;
  /**
   * The part of its input that one number of the output depends on: a window that slides, or `everything`. Without it, it
   * is the number at the same place (of any channel).
   */
  reach?(spec: Spec): Reach | 'everything';
  /**
   * Products of one row's forward pass, counted as textbooks do: one for each weight that each output value sums,
   * whatever faster algorithm a backend finds. Without it there are none; biases and activations are not counted.
   */
  multiplyAdds?(spec: Spec, inputShape: Shape, outputShape: Shape): number;
}

/** A window that slides over `[height, width]` of its input. */
export interface Reach {
  readonly size: Pair;
  readonly strides: Pair;
}
