import type { Operation } from './operation.ts';
import type { Tensor } from './tensor.ts';

/** What writing a graph needs in every format: names for its values, and small constants kept once. */
export abstract class GraphWriter {
  readonly #results = new Map<Operation, readonly string[]>();
  readonly #integers = new Map<string, string>();
  readonly #taken: Set<string>;

  /** @param reserved names of inputs and outputs, which nothing within may bear */
  constructor(reserved: readonly string[]) {
    this.#taken = new Set(reserved);
  }

  /** The name of a tensor that is computed already. */
  nameOf({ operation, result }: Tensor): string {
    const name = this.#results.get(operation)?.[result];
    if (name === undefined) throw new Error(`${operation.kind} is read before it is computed`);
    return name;
  }

  /** Notes where an operation's results stand. */
  setResults(operation: Operation, names: readonly string[]): void {
    this.#results.set(operation, names);
  }

  /** Whole numbers that an operator reads as axes or sizes; one alone has no axis. Equal ones are kept once. */
  integers(values: number | readonly number[]): string {
    const isOne = typeof values === 'number';
    const list = isOne ? [values] : values;
    const stem = `${isOne ? 'integer' : 'integers'}_${list.join('_').replaceAll('-', 'minus')}`;
    const name =
      this.#integers.get(stem) ?? this.addIntegers(list, isOne ? [] : [list.length], stem);
    this.#integers.set(stem, name);
    return name;
  }

  /** Adds whole numbers of the format's own type. */
  protected abstract addIntegers(
    values: readonly number[],
    shape: readonly number[],
    stem: string,
  ): string;

  /** A name that nothing bears yet: the stem, numbered if need be. */
  protected freshName(stem: string): string {
    let name = stem;
    for (let next = 1; this.#taken.has(name); next += 1) name = `${stem}_${next}`;
    this.#taken.add(name);
    return name;
  }
}
