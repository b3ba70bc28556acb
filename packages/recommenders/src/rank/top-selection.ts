/**
 * Keeps the keys of the k highest values offered to it; of equal values those with the better key.
 * A binary heap whose root is the worst of the kept: an offer that does not make it costs one look.
 */
export class TopSelection {
  /** `[place]` a heap until `sort`, then best first. */
  readonly keys: Uint32Array;
  /** `[place]` */
  readonly values: Float64Array;
  size = 0;
  readonly #keyOrder: 1 | -1;

  /** @param betterKey of equal values, which key goes first */
  constructor(capacity: number, betterKey: 'lower' | 'higher') {
    this.keys = new Uint32Array(capacity);
    this.values = new Float64Array(capacity);
    this.#keyOrder = betterKey === 'lower' ? 1 : -1;
  }

  clear(): void {
    this.size = 0;
  }

  offer(key: number, value: number): void {
    const { keys, values } = this;
    if (this.size < keys.length) {
      let place = this.size++;
      while (place > 0) {
        const parent = (place - 1) >> 1;
        const [parentKey, parentValue] = [keys[parent] ?? 0, values[parent] ?? 0];
        if (this.#isBetter(key, value, parentKey, parentValue)) break;
        keys[place] = parentKey;
        values[place] = parentValue;
        place = parent;
      }
      keys[place] = key;
      values[place] = value;
    } else if (this.#isBetter(key, value, keys[0] ?? 0, values[0] ?? 0)) {
      this.#sink(key, value, this.size);
    }
  }

  /** Puts the kept keys in order, best first; after it only `clear` may follow. */
  sort(): void {
    for (let end = this.size - 1; end > 0; end--) {
      const [worstKey, worstValue] = [this.keys[0] ?? 0, this.values[0] ?? 0];
      this.#sink(this.keys[end] ?? 0, this.values[end] ?? 0, end);
      this.keys[end] = worstKey;
      this.values[end] = worstValue;
    }
  }

  #isBetter(key: number, value: number, otherKey: number, otherValue: number): boolean {
    return value > otherValue || (value === otherValue && (otherKey - key) * this.#keyOrder > 0);
  }

  /** Puts an entry at the root of a heap of `size` entries and moves it down to its place. */
  #sink(key: number, value: number, size: number): void {
    const { keys, values } = this;
    let place = 0;
    for (;;) {
      let child = 2 * place + 1;
      if (child >= size) break;
      const right = child + 1;
      if (
        right < size &&
        this.#isBetter(keys[child] ?? 0, values[child] ?? 0, keys[right] ?? 0, values[right] ?? 0)
      ) {
        child = right;
      }
      const [childKey, childValue] = [keys[child] ?? 0, values[child] ?? 0];
      if (!this.#isBetter(key, value, childKey, childValue)) break;
      keys[place] = childKey;
      values[place] = childValue;
      place = child;
    }
    keys[place] = key;
    values[place] = value;
  }
}
