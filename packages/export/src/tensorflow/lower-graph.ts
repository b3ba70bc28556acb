import { orderGraph, type Graph } from '../graph/graph.ts';
import type { Tensor } from '../graph/tensor.ts';
import { lowerInput, lowerOperation } from './lower-operation.ts';
import { typeAttribute, type TensorflowGraph, type TensorflowPort } from './node.ts';
import { TensorflowWriter } from './tensorflow-writer.ts';

/** A graph in TensorFlow's operators. */
export function lowerToTensorflow(graph: Graph): TensorflowGraph {
  const { inputs, outputs, operations } = orderGraph(graph);
  const writer = new TensorflowWriter([...inputs.map(({ name }) => name), ...Object.keys(outputs)]);
  for (const { name, tensor } of inputs) lowerInput(writer, name, tensor);
  for (const operation of operations) {
    writer.setResults(operation, lowerOperation(writer, operation));
  }
  // A node of its own for each output: TensorFlow.js tells outputs apart by their nodes.
  for (const [name, tensor] of Object.entries(outputs)) {
    writer.node('Identity', [writer.nameOf(tensor)], { T: typeAttribute(tensor.type) }, name);
  }
  const port = (name: string, { type, shape }: Tensor): [string, TensorflowPort] => [
    name,
    { tensor: `${name}:0`, type, shape },
  ];
  return {
    nodes: writer.nodes,
    functions: writer.functions,
    inputs: Object.fromEntries(inputs.map(({ name, tensor }) => port(name, tensor))),
    outputs: Object.fromEntries(
      Object.entries(outputs).map(([name, tensor]) => port(name, tensor)),
    ),
  };
}
