import type { Axis } from '../graph/tensor.ts';
import { tensorflowJsFiles, type NamedWeights, type TensorflowJsFiles } from './weights.ts';

/** A layer of Keras: its class, its settings in Keras's names, and its weights by their short names. */
export interface Layer {
  readonly className: string;
  readonly name: string;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly weights: readonly NamedWeights[];
}

/** A stack of layers, each of which reads the one before. */
export interface LayersModel {
  readonly name: string;
  readonly producer: string;
  /** Of a batch's input without its first axis; a named axis is free. */
  readonly inputShape: readonly Axis[];
  readonly layers: readonly Layer[];
}

/**
 * Layers as a TensorFlow.js layers model, which `tf.loadLayersModel` reads.
 *
 * @returns the two files of its folder; the same layers give the same bytes
 */
export function encodeLayersModel(model: LayersModel): TensorflowJsFiles {
  const free = model.inputShape.map((axis) => (typeof axis === 'number' ? axis : null));
  const layers = model.layers.map(({ className, name, settings }, place) => ({
    class_name: className,
    config: {
      name,
      dtype: 'float32',
      trainable: true,
      ...(place === 0 ? { batch_input_shape: [null, ...free] } : {}),
      ...settings,
    },
  }));
  return tensorflowJsFiles(
    {
      format: 'layers-model',
      generatedBy: model.producer,
      convertedBy: '@lf/export',
      modelTopology: {
        keras_version: '2.12.0',
        backend: 'tensorflow',
        model_config: { class_name: 'Sequential', config: { name: model.name, layers } },
      },
    },
    model.layers.flatMap(({ name, weights }) =>
      weights.map((each) => ({ ...each, name: `${name}/${each.name}` })),
    ),
  );
}
