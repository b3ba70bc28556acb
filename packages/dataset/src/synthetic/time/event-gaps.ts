import { normalQuantile, QuantileTable } from '../random/quantile-table.ts';
import { RandomStream } from '../random/random-stream.ts';

const MEDIAN_MS = 25_000;
/** Standard deviation of the gap's natural logarithm. */
const SPREAD = 1.3;
const MIN_MS = 200;
/** Under the 30 idle minutes that end a session. */
const MAX_MS = 29 * 60_000;

/** Draws the times between two events of a session: log-normal, whole ms, never 0. */
export class EventGaps {
  private readonly random: RandomStream;
  private readonly table = new QuantileTable((u) =>
    Math.min(MAX_MS, Math.max(MIN_MS, MEDIAN_MS * Math.exp(SPREAD * normalQuantile(u)))),
  );

  constructor(seed: number) {
    this.random = new RandomStream(seed, 'gaps');
  }

  drawMs(): number {
    return Math.floor(this.table.draw(this.random));
  }
}
