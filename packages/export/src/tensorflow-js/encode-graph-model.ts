import { UnsupportedOperationError } from '../errors.ts';
import type { Graph } from '../graph/graph.ts';
import { MIN_CONSUMER, PRODUCER } from '../tensorflow/graph-def.ts';
import { lowerToTensorflow } from '../tensorflow/lower-graph.ts';
import type { TensorflowPort } from '../tensorflow/node.ts';
import { nodeJson, portJson } from './graph-json.ts';
import { tensorflowJsFiles, type NamedWeights, type TensorflowJsFiles } from './weights.ts';

/**
 * A graph as a TensorFlow.js graph model, which `tf.loadGraphModel` reads.
 *
 * @returns the two files of its folder; the same graph gives the same bytes
 * @throws UnsupportedOperationError for an LSTM: write a layers model; GraphError
 */
export function encodeGraphModel(graph: Graph): TensorflowJsFiles {
  const { nodes, functions, inputs, outputs } = lowerToTensorflow(graph);
  if (functions.length > 0) {
    throw new UnsupportedOperationError(
      'lstm',
      'A TensorFlow.js graph model',
      'write a layers model with encodeLayersModel',
    );
  }
  const weights = nodes.flatMap(({ name, attributes: { value } }): NamedWeights[] =>
    value?.kind === 'tensor' ? [{ name, shape: value.shape, values: value.values }] : [],
  );
  const ports = (of: Readonly<Record<string, TensorflowPort>>) =>
    Object.fromEntries(Object.entries(of).map(([name, port]) => [name, portJson(port)]));
  return tensorflowJsFiles(
    {
      format: 'graph-model',
      generatedBy: graph.producer,
      convertedBy: '@lf/export',
      signature: { inputs: ports(inputs), outputs: ports(outputs) },
      // Lets `predict` answer by the outputs' names, as the signature does elsewhere
      userDefinedMetadata: { structuredOutputKeys: Object.keys(outputs) },
      modelTopology: {
        node: nodes.map(nodeJson),
        library: {},
        versions: { producer: PRODUCER, minConsumer: MIN_CONSUMER },
      },
    },
    weights,
  );
}
