import { ModelFileError } from '../errors.ts';
import { readProtobuf, type ProtobufFields } from '../protobuf/protobuf-reader.ts';
import { TENSORFLOW_TYPES } from '../tensorflow/graph-def.ts';
import { typeName, type TensorFacts } from './tensor-facts.ts';

/** A signature: what a caller names to run the model. */
export interface SignatureFacts {
  readonly name: string;
  readonly method: string;
  readonly inputs: readonly TensorFacts[];
  readonly outputs: readonly TensorFacts[];
}

/** What a SavedModel says of itself. */
export interface SavedModelFacts {
  readonly tags: readonly string[];
  /** GraphDef's version of the writer, and the oldest that reads it. */
  readonly producer: number;
  readonly minConsumer: number;
  readonly signatures: readonly SignatureFacts[];
}

/**
 * Reads the head of a `saved_model.pb`.
 *
 * @throws ModelFileError
 */
export function readSavedModel(bytes: Uint8Array): SavedModelFacts {
  const [metaGraph] = readProtobuf(bytes, 'SavedModel').messages(2);
  const [graph] = metaGraph?.messages(2) ?? [];
  if (metaGraph === undefined || graph === undefined) {
    throw new ModelFileError('SavedModel', 'it holds no graph');
  }
  const [versions] = graph.messages(4);
  return {
    tags: metaGraph.messages(1).flatMap((info) => info.texts(4)),
    producer: versions?.integer(1) ?? 0,
    minConsumer: versions?.integer(2) ?? 0,
    signatures: [...metaGraph.map(5)].map(([name, signature]) => ({
      name,
      method: signature.text(3),
      inputs: readPorts(signature.map(1)),
      outputs: readPorts(signature.map(2)),
    })),
  };
}

function readPorts(ports: ReadonlyMap<string, ProtobufFields>): readonly TensorFacts[] {
  return [...ports].map(([name, port]) => ({
    name,
    dtype: typeName(TENSORFLOW_TYPES, port.integer(2)),
    shape: (port.messages(3)[0]?.messages(2) ?? []).map((axis) =>
      axis.integer(1) < 0 ? '?' : axis.integer(1),
    ),
  }));
}
