import { ModelFileError } from '../errors.ts';

/** What the `model.json` of a TensorFlow.js model says of itself. */
export interface TensorflowJsFacts {
  readonly format: 'graph-model' | 'layers-model';
  readonly producer: string;
}

/**
 * Reads the head of a `model.json`.
 *
 * @throws ModelFileError
 */
export function readTensorflowJs(bytes: Uint8Array): TensorflowJsFacts {
  let model: unknown;
  try {
    model = JSON.parse(new TextDecoder().decode(bytes));
  } catch (error) {
    throw new ModelFileError('TensorFlow.js', 'its model.json is no JSON', { cause: error });
  }
  const { format, generatedBy } = propertiesOf(model);
  if (format !== 'graph-model' && format !== 'layers-model') {
    throw new ModelFileError(
      'TensorFlow.js',
      `its format is ${JSON.stringify(format) ?? 'missing'}, expected "graph-model" or "layers-model"`,
    );
  }
  return { format, producer: typeof generatedBy === 'string' ? generatedBy : 'unknown' };
}

function propertiesOf(
  value: unknown,
): Readonly<Partial<Record<'format' | 'generatedBy', unknown>>> {
  return typeof value === 'object' && value !== null ? value : {};
}
