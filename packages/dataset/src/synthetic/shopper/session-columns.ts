import type { Sessions } from '../../sessions/sessions.ts';

/** Collects sessions, in the order of their start, as columns that grow. */
export class SessionColumns {
  private actions = new Uint8Array(1 << 16);
  private offsets = new Uint32Array(1 << 13);
  private startMs = new Float64Array(1 << 13);
  private sessions = 0;
  private events = 0;

  get size(): number {
    return this.sessions;
  }

  /** Adds a session of the first `length` of `actions`. */
  push(actions: Uint8Array, length: number, startMs: number): void {
    while (this.events + length > this.actions.length) this.actions = doubled(this.actions);
    if (this.sessions + 1 >= this.offsets.length) {
      this.offsets = doubled(this.offsets);
      this.startMs = doubled(this.startMs);
    }
    this.actions.set(actions.subarray(0, length), this.events);
    this.events += length;
    this.startMs[this.sessions++] = startMs;
    this.offsets[this.sessions] = this.events;
  }

  toSessions(): Sessions {
    return {
      offsets: this.offsets.slice(0, this.sessions + 1),
      actions: this.actions.slice(0, this.events),
      startMs: this.startMs.slice(0, this.sessions),
    };
  }
}

function doubled<T extends Uint8Array | Uint32Array | Float64Array>(column: T): T;
function doubled(
  column: Uint8Array | Uint32Array | Float64Array,
): Uint8Array | Uint32Array | Float64Array {
  const size = column.length * 2;
  if (column instanceof Uint8Array) return copied(column, new Uint8Array(size));
  if (column instanceof Uint32Array) return copied(column, new Uint32Array(size));
  return copied(column, new Float64Array(size));
}

function copied<T extends Uint8Array | Uint32Array | Float64Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
