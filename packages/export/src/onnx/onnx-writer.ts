import { GraphWriter } from '../graph/graph-writer.ts';
import type { OnnxInitializer, OnnxNode } from './onnx-model.ts';

type Attributes = NonNullable<OnnxNode['attributes']>;

/** Collects the nodes and constants of an ONNX graph, and names the values between them. */
export class OnnxWriter extends GraphWriter {
  readonly nodes: OnnxNode[] = [];
  readonly initializers: OnnxInitializer[] = [];

  /** Adds a node of one output. */
  node(operator: string, inputs: readonly string[], attributes?: Attributes): string {
    return this.nodeOf(operator, inputs, ['used'], attributes)[0] ?? '';
  }

  /** Adds a node of several outputs; one that is left out is not computed, and has no name. */
  nodeOf(
    operator: string,
    inputs: readonly string[],
    outputs: readonly ('used' | 'left out')[],
    attributes?: Attributes,
  ): readonly string[] {
    const names = outputs.map((output) => (output === 'used' ? this.freshName(operator) : ''));
    this.nodes.push({
      operator,
      inputs,
      outputs: names,
      ...(attributes === undefined ? {} : { attributes }),
    });
    return names;
  }

  /** Adds values of the model. */
  weights(values: OnnxInitializer['values'], shape: readonly number[], stem: string): string {
    const name = this.freshName(stem);
    this.initializers.push({ name, values, shape });
    return name;
  }

  protected override addIntegers(
    values: readonly number[],
    shape: readonly number[],
    stem: string,
  ): string {
    return this.weights(BigInt64Array.from(values, BigInt), shape, stem);
  }
}
