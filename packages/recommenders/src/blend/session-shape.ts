/** What a session's own events say, without any other session. */
export class SessionShape {
  /** Natural logarithm of the number of events; 0 for none. */
  logLength = 0;
  /** Share of the events whose item had come before. */
  repeatRatio = 0;
  /** 1 when the last item had come before, else 0. */
  lastIsRepeat = 0;
  readonly #stepsAfter: Uint32Array;
  readonly #times: Uint32Array;
  #known: Uint32Array = new Uint32Array(0);

  constructor(itemCount: number) {
    this.#stepsAfter = new Uint32Array(itemCount);
    this.#times = new Uint32Array(itemCount);
  }

  /** @param known the session's items, in order */
  read(known: Uint32Array): void {
    for (const item of this.#known) {
      this.#stepsAfter[item] = 0;
      this.#times[item] = 0;
    }
    this.#known = known;
    let distinct = 0;
    known.forEach((item, position) => {
      const times = this.#times[item] ?? 0;
      if (times === 0) distinct++;
      this.#times[item] = times + 1;
      this.#stepsAfter[item] = known.length - position;
    });
    this.logLength = Math.log(Math.max(1, known.length));
    this.repeatRatio = known.length === 0 ? 0 : 1 - distinct / known.length;
    this.lastIsRepeat = this.times(known.at(-1) ?? -1) > 1 ? 1 : 0;
  }

  /** Times that the session holds the item. */
  times(item: number): number {
    return this.#times[item] ?? 0;
  }

  /** 1 when it is the session's last item, 2 for the one before, ...; 0 when the session lacks it. */
  stepsAfter(item: number): number {
    return this.#stepsAfter[item] ?? 0;
  }
}
