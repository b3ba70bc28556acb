import type { ConstantValues } from '../graph/operation.ts';
import type { ElementType, Shape } from '../graph/tensor.ts';

/** A setting of a node, in the kinds that our operators have. */
export type Attribute =
  | { readonly kind: 'type'; readonly type: ElementType }
  | { readonly kind: 'types'; readonly types: readonly ElementType[] }
  | { readonly kind: 'integer'; readonly integer: number }
  | { readonly kind: 'flag'; readonly flag: boolean }
  | { readonly kind: 'shape'; readonly shape: Shape }
  | { readonly kind: 'shapes'; readonly shapes: readonly Shape[] }
  | {
      readonly kind: 'tensor';
      readonly values: ConstantValues;
      readonly shape: readonly number[];
    }
  | { readonly kind: 'function'; readonly name: string };

/** A NodeDef: an operator of TensorFlow with its inputs and settings. */
export interface TensorflowNode {
  readonly name: string;
  readonly operator: string;
  /** `node` or `node:1` in a graph, `node:output:0` in a function. */
  readonly inputs: readonly string[];
  readonly attributes: Readonly<Record<string, Attribute>>;
}

/** An argument or result of a function. */
interface FunctionArgument {
  readonly name: string;
  readonly type: ElementType;
}

/** A FunctionDef: what a loop's node calls. */
export interface TensorflowFunction {
  readonly name: string;
  readonly inputs: readonly FunctionArgument[];
  /** Each with the name, within the function, of what it gives back. */
  readonly outputs: readonly (FunctionArgument & { readonly from: string })[];
  readonly nodes: readonly TensorflowNode[];
}

/** A GraphDef, with what goes in and out by the names that callers use. */
export interface TensorflowGraph {
  readonly nodes: readonly TensorflowNode[];
  readonly functions: readonly TensorflowFunction[];
  readonly inputs: Readonly<Record<string, TensorflowPort>>;
  readonly outputs: Readonly<Record<string, TensorflowPort>>;
}

/** A tensor at the border of a graph. */
export interface TensorflowPort {
  /** `node:0` */
  readonly tensor: string;
  readonly type: ElementType;
  readonly shape: Shape;
}

export const typeAttribute = (type: ElementType): Attribute => ({ kind: 'type', type });
export const flagAttribute = (flag: boolean): Attribute => ({ kind: 'flag', flag });
export const shapeAttribute = (shape: Shape): Attribute => ({ kind: 'shape', shape });

/** A node that holds values. */
export function constantNode(
  name: string,
  values: ConstantValues,
  shape: readonly number[],
): TensorflowNode {
  return {
    name,
    operator: 'Const',
    inputs: [],
    attributes: {
      dtype: typeAttribute(values instanceof Float32Array ? 'float32' : 'int32'),
      value: { kind: 'tensor', values, shape },
    },
  };
}
