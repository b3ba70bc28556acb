import { RequestError } from '../errors.ts';

/** What bounds the bodies that are on their way. */
export interface IntakeLimits {
  /** Bytes of all bodies together that have come so far. */
  readonly maxBufferedBytes: number;
  /** A body comes at this rate or faster, `slowAfterMs` after its beginning. */
  readonly minBytesPerSecond: number;
  readonly slowAfterMs: number;
}

export const DEFAULT_INTAKE_LIMITS: IntakeLimits = {
  /** Forty of the largest bodies. */
  maxBufferedBytes: 2 ** 28,
  /** A poor mobile line; a client that sends a byte now and then is cut off. */
  minBytesPerSecond: 4_096,
  slowAfterMs: 5_000,
};

/** How often slow bodies are looked for. */
const LOOK_MS = 1_000;

const tooSlow = ({ slowAfterMs, minBytesPerSecond }: IntakeLimits) =>
  new RequestError(
    408,
    'body_too_slow',
    `Expected the body at ${minBytesPerSecond} bytes a second or faster after ${slowAfterMs} ms. Send it at once.`,
  );

const tooMany = ({ maxBufferedBytes }: IntakeLimits) =>
  new RequestError(
    503,
    'overloaded',
    `Requests of ${maxBufferedBytes} bytes are on their way already. Try again shortly.`,
    { 'retry-after': '1' },
  );

/** A body that is being read. */
export interface Reading {
  readonly startedMs: number;
  bytes: number;
  /** Ends the reading with an error. */
  readonly cut: (error: RequestError) => void;
}

/** The bodies that are being read: a client that sends slowly holds its own connection, and nothing else. */
export class Intake {
  readonly #limits: IntakeLimits;
  /** In the order of their beginnings. */
  readonly #readings = new Set<Reading>();
  readonly #timer: NodeJS.Timeout;
  #buffered = 0;

  constructor(limits: IntakeLimits) {
    this.#limits = limits;
    this.#timer = setInterval(() => this.#cutSlow(performance.now()), LOOK_MS);
    this.#timer.unref();
  }

  begin(cut: Reading['cut']): Reading {
    const reading = { startedMs: performance.now(), bytes: 0, cut };
    this.#readings.add(reading);
    return reading;
  }

  /** Counts bytes that came; where they are too many, the bodies that take longest give way. */
  took(reading: Reading, bytes: number): void {
    if (!this.#readings.has(reading)) return;
    reading.bytes += bytes;
    this.#buffered += bytes;
    while (this.#buffered > this.#limits.maxBufferedBytes) {
      const [oldest] = this.#readings;
      if (oldest === undefined) return;
      this.end(oldest);
      oldest.cut(tooMany(this.#limits));
    }
  }

  end(reading: Reading): void {
    if (this.#readings.delete(reading)) this.#buffered -= reading.bytes;
  }

  close(): void {
    clearInterval(this.#timer);
  }

  #cutSlow(nowMs: number): void {
    const { slowAfterMs, minBytesPerSecond } = this.#limits;
    for (const reading of this.#readings) {
      const lateMs = nowMs - reading.startedMs - slowAfterMs;
      if (lateMs <= 0 || reading.bytes >= (lateMs / 1_000) * minBytesPerSecond) continue;
      this.end(reading);
      reading.cut(tooSlow(this.#limits));
    }
  }
}
