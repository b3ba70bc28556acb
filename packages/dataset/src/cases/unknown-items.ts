/** Items of a file that a vocabulary does not hold. */
export interface UnknownItems {
  /** How often such items come. */
  readonly count: number;
  /** The first different ones. */
  readonly examples: readonly string[];
}

/** Enough to see whether the ids are of another kind. */
const MAX_EXAMPLES = 10;

export class UnknownItemCounter {
  #count = 0;
  readonly #examples = new Set<string>();

  add(sku: string): void {
    this.#count++;
    if (this.#examples.size < MAX_EXAMPLES) this.#examples.add(sku);
  }

  list(): UnknownItems {
    return { count: this.#count, examples: [...this.#examples] };
  }
}
