const HOUR_MS = 3_600_000;
const DAY_HOURS = 24;

/** Days that a shop's events span. */
export const SHOP_DAYS = 90;
/** The end of every synthetic shop, Monday 2026-06-01 00:00 UTC: a constant, so that no run depends on the clock. */
export const SHOP_END_MS = Date.UTC(2026, 5, 1);

/** Visits per hour of the day, from midnight UTC on, relative: a lunch and an evening peak. */
const HOUR_WEIGHTS = [
  18, 10, 6, 4, 4, 6, 14, 28, 44, 58, 66, 70, 74, 68, 64, 62, 64, 70, 80, 92, 100, 92, 66, 36,
];
/** Visits per weekday, from Sunday on, relative. */
const WEEKDAY_WEIGHTS = [1.18, 1.1, 1, 0.96, 0.94, 0.88, 0.98];

/** Spreads visits over the shop's days by hour and weekday. */
export class ShopCalendar {
  private readonly startMs = SHOP_END_MS - SHOP_DAYS * DAY_HOURS * HOUR_MS;
  /** `[hour + 1]`, share of the visits before it. */
  private readonly reached = new Float64Array(SHOP_DAYS * DAY_HOURS + 1);

  constructor() {
    const { reached } = this;
    for (let hour = 0; hour + 1 < reached.length; hour++) {
      const weekday = new Date(this.startMs + hour * HOUR_MS).getUTCDay();
      const weight = (HOUR_WEIGHTS[hour % DAY_HOURS] ?? 0) * (WEEKDAY_WEIGHTS[weekday] ?? 0);
      reached[hour + 1] = (reached[hour] ?? 0) + weight;
    }
    const total = reached.at(-1) ?? 1;
    for (let hour = 0; hour < reached.length; hour++) reached[hour] = (reached[hour] ?? 0) / total;
  }

  /** The time before which the share `u` (0 <= u < 1) of the visits begins, whole epoch ms. */
  timeAt(u: number): number {
    let low = 0;
    let high = this.reached.length - 1;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((this.reached[middle] ?? 0) <= u) low = middle;
      else high = middle;
    }
    const from = this.reached[low] ?? 0;
    const share = (u - from) / ((this.reached[high] ?? 1) - from);
    return this.startMs + Math.floor((low + share) * HOUR_MS);
  }
}
