import { RandomStream } from '../random/random-stream.ts';
import { ShopCalendar } from '../time/shop-calendar.ts';
import { ActionSampler } from './action-sampler.ts';

/** Draws a shop's sessions in the order of their start until they hold enough events; nothing of the past is kept. */
export class SessionSource {
  /** Number of the session drawn last, from 0; -1 before the first. */
  index = -1;
  /** Start of the session drawn last, epoch ms; no two sessions start at once. */
  startMs = -Infinity;
  /** Events of all sessions drawn. */
  events = 0;
  private readonly wanted: number;
  private readonly sampler: ActionSampler;
  private readonly starts: RandomStream;
  private readonly calendar = new ShopCalendar();

  /** @param events how many events to reach with whole sessions. */
  constructor(events: number, seed: number) {
    this.wanted = events;
    this.sampler = new ActionSampler(seed);
    this.starts = new RandomStream(seed, 'starts');
  }

  /** `[event]`, action codes of the session drawn last; only the first `length` count, and only until the next draw. */
  get actions(): Uint8Array {
    return this.sampler.actions;
  }

  get length(): number {
    return this.sampler.length;
  }

  /** Draws the next session; false if there are enough events. */
  next(): boolean {
    if (this.events >= this.wanted) return false;
    this.sampler.draw();
    this.index++;
    // Time passes with the events, so that the last session starts at the end whatever the sessions' lengths.
    const span = Math.min(this.sampler.length, this.wanted - this.events);
    const passed = (this.events + this.starts.nextUnit() * span) / this.wanted;
    this.startMs = Math.max(this.startMs + 1, this.calendar.timeAt(passed));
    this.events += this.sampler.length;
    return true;
  }
}
