import type { ElementType, Shape } from '../graph/tensor.ts';
import type { Attribute, TensorflowNode, TensorflowPort } from '../tensorflow/node.ts';

/** The names of types.proto, as protobuf's JSON form writes them. */
const TYPE_NAMES: Readonly<Record<ElementType, string>> = {
  float32: 'DT_FLOAT',
  int32: 'DT_INT32',
  bool: 'DT_BOOL',
};

/** A node in protobuf's JSON form; a constant's values stand in the weights, under its name. */
export function nodeJson({ name, operator, inputs, attributes }: TensorflowNode) {
  const attr = Object.fromEntries(
    Object.entries(attributes).map(([key, value]) => [key, attributeJson(value)]),
  );
  return { name, op: operator, input: inputs, attr };
}

/** An input or output as a signature names it. */
export function portJson({ tensor, type, shape }: TensorflowPort) {
  return { name: tensor, dtype: TYPE_NAMES[type], tensorShape: shapeJson(shape) };
}

/** 64-bit numbers are strings in protobuf's JSON form; a named axis is -1. */
function shapeJson(shape: Shape) {
  return { dim: shape.map((axis) => ({ size: typeof axis === 'number' ? String(axis) : '-1' })) };
}

function attributeJson(attribute: Attribute): object {
  switch (attribute.kind) {
    case 'type':
      return { type: TYPE_NAMES[attribute.type] };
    case 'types':
      return { list: { type: attribute.types.map((type) => TYPE_NAMES[type]) } };
    case 'integer':
      return { i: String(attribute.integer) };
    case 'flag':
      return { b: attribute.flag };
    case 'shape':
      return { shape: shapeJson(attribute.shape) };
    case 'shapes':
      return { list: { shape: attribute.shapes.map(shapeJson) } };
    case 'function':
      return { func: { name: attribute.name } };
    case 'tensor': {
      const type = attribute.values instanceof Float32Array ? 'float32' : 'int32';
      return { tensor: { dtype: TYPE_NAMES[type], tensorShape: shapeJson(attribute.shape) } };
    }
  }
}
