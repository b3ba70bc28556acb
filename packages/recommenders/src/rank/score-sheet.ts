/** Sums of scores by key, of which few are set: clearing costs what was set, not the number of keys. */
export class ScoreSheet {
  /** `[key]` 0 for a key that nothing was added to. */
  readonly scores: Float64Array;
  /** `[0 .. count)` the keys that something was added to, each once, in the order of their first addition. */
  readonly touched: Uint32Array;
  count = 0;
  readonly #isTouched: Uint8Array;

  constructor(keyCount: number) {
    this.scores = new Float64Array(keyCount);
    this.touched = new Uint32Array(keyCount);
    this.#isTouched = new Uint8Array(keyCount);
  }

  add(key: number, score: number): void {
    if (this.#isTouched[key] === 0) {
      this.#isTouched[key] = 1;
      this.touched[this.count++] = key;
    }
    this.scores[key] = (this.scores[key] ?? 0) + score;
  }

  clear(): void {
    for (let index = 0; index < this.count; index++) {
      const key = this.touched[index] ?? 0;
      this.scores[key] = 0;
      this.#isTouched[key] = 0;
    }
    this.count = 0;
  }
}
