import type { ConstantValues } from '../graph/operation.ts';
import { GraphWriter } from '../graph/graph-writer.ts';
import {
  constantNode,
  type Attribute,
  type TensorflowFunction,
  type TensorflowNode,
} from './node.ts';

/** Collects the nodes and functions of a TensorFlow graph, and names them. */
export class TensorflowWriter extends GraphWriter {
  readonly nodes: TensorflowNode[] = [];
  readonly functions: TensorflowFunction[] = [];

  /** Adds a node; gives its name, which is also that of its first output. */
  node(
    operator: string,
    inputs: readonly string[],
    attributes: TensorflowNode['attributes'] = {},
    name: string = this.freshName(operator),
  ): string {
    this.nodes.push({ name, operator, inputs, attributes });
    return name;
  }

  /** Adds values of the model. */
  weights(values: ConstantValues, shape: readonly number[], stem: string): string {
    const name = this.freshName(stem);
    this.nodes.push(constantNode(name, values, shape));
    return name;
  }

  protected override addIntegers(
    values: readonly number[],
    shape: readonly number[],
    stem: string,
  ): string {
    return this.weights(Int32Array.from(values), shape, stem);
  }

  /** Adds a function under a name of its own; gives the setting by which a node calls it. */
  function(stem: string, define: (name: string) => TensorflowFunction): Attribute {
    const name = this.freshName(stem);
    this.functions.push(define(name));
    return { kind: 'function', name };
  }
}
