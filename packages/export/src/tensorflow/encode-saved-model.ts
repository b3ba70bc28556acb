import type { Graph } from '../graph/graph.ts';
import { protobufMessage, type ProtobufWriter } from '../protobuf/protobuf-writer.ts';
import { encodeGraphDef, encodeShape, TENSORFLOW_TYPES } from './graph-def.ts';
import { lowerToTensorflow } from './lower-graph.ts';
import type { TensorflowPort } from './node.ts';

/** SavedModel's only schema version (saved_model.proto). */
const SCHEMA_VERSION = 1;

/** By these, TensorFlow Serving finds the graph and what to call. */
const TAG = 'serve';
const SIGNATURE = 'serving_default';
const METHOD = 'tensorflow/serving/predict';

/** The version that the graph's producer number belongs to. */
const TENSORFLOW_VERSION = '2.12.0';

/**
 * A graph as TensorFlow's SavedModel: tag `serve`, signature `serving_default`, weights as constants
 * of the graph, so that the one file is all there is.
 *
 * @returns the bytes of saved_model.pb; the same graph gives the same bytes
 * @throws GraphError, ModelTooLargeError
 */
export function encodeSavedModel(graph: Graph): Uint8Array {
  const tensorflow = lowerToTensorflow(graph);
  const signature = protobufMessage()
    .map(1, ports(tensorflow.inputs))
    .map(2, ports(tensorflow.outputs))
    .string(3, METHOD);
  const metaInfo = protobufMessage().string(4, TAG).string(5, TENSORFLOW_VERSION);
  const metaGraph = protobufMessage()
    .message(1, metaInfo)
    .message(2, encodeGraphDef(tensorflow))
    .map(5, { [SIGNATURE]: signature });
  return protobufMessage().integer(1, SCHEMA_VERSION).message(2, metaGraph).finish();
}

/** TensorInfo by name. */
function ports(
  of: Readonly<Record<string, TensorflowPort>>,
): Readonly<Record<string, ProtobufWriter>> {
  return Object.fromEntries(
    Object.entries(of).map(([name, { tensor, type, shape }]) => [
      name,
      protobufMessage()
        .string(1, tensor)
        .integer(2, TENSORFLOW_TYPES[type])
        .message(3, encodeShape(shape)),
    ]),
  );
}
