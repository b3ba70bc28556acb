import type { Axis } from '../graph/tensor.ts';

/** A tensor at the border of a model, as its file declares it. */
export interface TensorFacts {
  readonly name: string;
  /** `float32`, `int32`, ...; `type 16` for one that we have no word for. */
  readonly dtype: string;
  /** A free axis bears its name, or `?` where the file has none. */
  readonly shape: readonly Axis[];
}

/** The word for a file's number of an element type. */
export function typeName(names: Readonly<Record<string, number>>, type: number): string {
  return Object.keys(names).find((name) => names[name] === type) ?? `type ${type}`;
}
