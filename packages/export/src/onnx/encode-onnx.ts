import { orderGraph, type Graph } from '../graph/graph.ts';
import type { Tensor } from '../graph/tensor.ts';
import { lowerOperation } from './lower-operation.ts';
import { encodeOnnxModel } from './onnx-model.ts';
import { OnnxWriter } from './onnx-writer.ts';

/**
 * A graph as an ONNX file: opset 17, IR 8, for ONNX Runtime 1.12 and later.
 *
 * @returns the bytes of model.onnx; the same graph gives the same bytes
 * @throws GraphError, ModelTooLargeError
 */
export function encodeOnnx(graph: Graph): Uint8Array {
  const { inputs, outputs, operations, name, producer, description } = orderGraph(graph);
  const writer = new OnnxWriter([...inputs.map((each) => each.name), ...Object.keys(outputs)]);
  for (const operation of operations) {
    const results =
      operation.kind === 'input' ? [operation.name] : lowerOperation(writer, operation);
    writer.setResults(operation, results);
  }
  const declare = (as: string, { type, shape }: Tensor) => ({ name: as, type, shape });
  return encodeOnnxModel({
    name,
    producer,
    documentation: description,
    inputs: inputs.map((each) => declare(each.name, each.tensor)),
    outputs: Object.entries(outputs).map(([as, tensor]) => declare(as, tensor)),
    initializers: writer.initializers,
    nodes: [
      ...writer.nodes,
      ...Object.entries(outputs).map(([as, tensor]) => ({
        operator: 'Identity',
        inputs: [writer.nameOf(tensor)],
        outputs: [as],
      })),
    ],
  });
}
