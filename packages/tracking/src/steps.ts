/** Counts steps for metrics that are noted without one: each metric has its own count, from 0. */
export class StepCounter {
  readonly #next = new Map<string, number>();

  /** The step of a value: the one given, or one more than the metric's highest so far. */
  take(metric: string, step: number | undefined): number {
    const taken = step ?? this.#next.get(metric) ?? 0;
    this.#next.set(metric, Math.max(taken + 1, this.#next.get(metric) ?? 0));
    return taken;
  }
}
