import { chanceOf } from './chance.ts';
import type { Chance } from './chance.ts';
import { SimulatedDisk } from './simulated-disk.ts';
import type { DiskFlaws } from './simulated-disk.ts';
import type { SimulatedProcess } from './simulated-process.ts';

/** How a system call of the simulation fails. */
export class SimulatedFault extends Error {
  override readonly name = 'SimulatedFault';
  readonly code: 'ENOSPC' | 'EIO';

  constructor(code: 'ENOSPC' | 'EIO', what: string) {
    super(`${code}: ${what}`);
    this.code = code;
  }
}

/** A law does not hold: the message ends with all that happened. */
export class LawBroken extends Error {
  override readonly name = 'LawBroken';

  constructor(law: string, { seed, trace }: Simulation) {
    super(
      [law, `seed ${seed}`, ...(trace ?? ['(replay the seed to see what happened)'])].join('\n'),
    );
  }
}

/** `time`: a wait or a signal, which the disk knows nothing of. */
type CallKind = 'read' | 'write' | 'time';

/** A call on its way: it takes effect in one or more moments, and the process hears of it after the last. */
interface Call {
  /** Null: its process is gone, the call still comes to the disk. */
  process: SimulatedProcess | null;
  readonly what: string;
  readonly key: string;
  readonly moments: (() => void)[];
  readonly kind: CallKind;
  readonly done: () => void;
  readonly fail: (error: SimulatedFault) => void;
}

export interface CallOptions<T> {
  readonly what: string;
  /** Of the object, if it is about one. */
  readonly key?: string;
  /** What it does, moment by moment; between two of them anything else may happen. */
  readonly moments: readonly (() => void)[];
  readonly kind: CallKind;
  /** What the process hears in the last moment; it may throw. */
  readonly answer: () => T;
}

export interface SimulationOptions {
  readonly seed: number;
  readonly flaws?: DiskFlaws;
  /** Notes all that happens: of 100,000 schedules none is looked at but the one that breaks a law, which is replayed. */
  readonly isTraced?: boolean;
}

/** A run away from this many calls is no progress. */
const MOST_STEPS = 20_000;

/** What may happen at a moment instead of what should; being killed is the trouble that we test most. */
const TROUBLES = [
  ...(['kill', 'kill', 'kill after'] as const),
  ...(['EIO', 'EIO after', 'ENOSPC'] as const),
  ...(['again', 'clock', 'power'] as const),
] as const;

/** Some four months, half of them either way. */
const LONGEST_JUMP_MS = 1e10;

const SOUND: DiskFlaws = { forgetsToSync: false };

/** Most schedules have few faults; some are a storm. */
const FAULT_RATES: readonly [number, ...number[]] = [0.004, 0.015, 0.05];

/**
 * One schedule: processes whose every call on the outer world waits here until chance lets it happen, fail, or kill
 * somebody. Nothing runs but by `step`, so that a seed gives the same schedule every time.
 */
export class Simulation {
  readonly seed: number;
  readonly chance: Chance;
  readonly disk: SimulatedDisk;
  /** All that happened, if it is noted. */
  readonly trace: string[] | null;
  readonly processes: SimulatedProcess[] = [];
  /** Calls fail and processes die as long as this is true. */
  hasFaults = true;
  /** The clock on the wall. */
  wallMs = 1_700_000_000_000;
  readonly #faultRate: number;
  readonly #calls: Call[] = [];
  #names = 0;
  #steps = 0;

  constructor({ seed, flaws = SOUND, isTraced = false }: SimulationOptions) {
    this.trace = isTraced ? [] : null;
    this.seed = seed;
    this.chance = chanceOf(seed);
    this.disk = new SimulatedDisk(flaws);
    this.#faultRate = this.chance.oneOf(FAULT_RATES);
  }

  startProcess(machine: string, parent: SimulatedProcess | null = null): SimulatedProcess {
    const pid = this.processes.length + 1;
    const process = { pid, machine, parent, isAlive: true, onKilled: () => undefined };
    this.processes.push(process);
    return process;
  }

  uniqueName(): string {
    this.#names += 1;
    return `name-${this.#names}`;
  }

  /** Puts a call on its way. It never ends for a process that is killed. */
  call<T>(
    process: SimulatedProcess,
    { what, key = '', moments, kind, answer }: CallOptions<T>,
  ): Promise<T> {
    return new Promise((resolve, fail: (error: Error) => void) => {
      if (!process.isAlive) return;
      this.#calls.push({
        ...{ process, what, key, moments: [...moments], kind },
        done: () => {
          try {
            resolve(answer());
          } catch (error) {
            fail(error instanceof Error ? error : new Error(String(error)));
          }
        },
        fail,
      });
    });
  }

  kill(process: SimulatedProcess): void {
    if (!process.isAlive) return;
    this.note(process, 'killed');
    process.isAlive = false;
    for (const call of [...this.#calls]) {
      if (call.process !== process) continue;
      call.process = null;
      // What is on its way may be lost, or come to the disk at any later time.
      if (call.kind !== 'write' || this.chance.happens(0.5)) this.#drop(call);
    }
    for (const child of this.processes) {
      if (child.parent !== process || !child.isAlive) continue;
      // It notices that its parent is gone, but not at once.
      void this.call(child, {
        what: 'loses its parent',
        moments: [() => this.kill(child)],
        kind: 'time',
        answer: () => undefined,
      });
    }
    process.onKilled();
  }

  /** All processes of all machines end, and what is not safe on the disk may be gone. */
  cutPower(): void {
    this.trace?.push('power cut');
    for (const process of this.processes) {
      process.isAlive = false;
      process.onKilled();
    }
    this.#calls.length = 0;
    this.disk.cutPower(this.chance);
  }

  /** The clock that never goes back. */
  get steadyMs(): number {
    return this.#steps;
  }

  /** Lets things happen until nothing is left to happen. */
  async runToEnd(): Promise<void> {
    for (let steps = 0; ; steps += 1) {
      await microtasksDone();
      if (this.#calls.length === 0) return;
      if (steps > MOST_STEPS) throw new LawBroken('every run comes to an end', this);
      this.#step();
    }
  }

  note(process: SimulatedProcess | null, ...words: readonly (string | number)[]): void {
    const who = process === null ? 'late' : `${process.machine}/${process.pid}`;
    this.trace?.push([who, ...words].join(' '));
  }

  #step(): void {
    const call = this.#calls[this.chance.below(this.#calls.length)];
    if (call === undefined) return;
    this.#steps += 1;
    this.wallMs += 1;
    if (this.hasFaults && this.chance.happens(this.#faultRate)) this.#disturb(call);
    else this.#proceed(call);
  }

  #proceed(call: Call): void {
    const moment = call.moments.shift();
    if (call.moments.length === 0) this.#drop(call);
    this.note(call.process, call.what, call.key, call.moments.length > 0 ? '...' : '');
    moment?.();
    if (call.moments.length === 0 && call.process !== null) call.done();
  }

  #disturb(call: Call): void {
    const { process } = call;
    const trouble = this.chance.oneOf(TROUBLES);
    if (trouble === 'power') this.cutPower();
    else if (trouble === 'clock') this.#jumpClock(call);
    else if (trouble === 'again') this.#repeat(call);
    else if (process === null) this.#proceed(call);
    else if (trouble === 'kill') this.kill(process);
    else if (trouble === 'kill after') {
      this.#proceed(call);
      this.kill(process);
    } else if (call.kind === 'write' || (call.kind === 'read' && trouble !== 'ENOSPC')) {
      this.#drop(call);
      if (trouble === 'EIO after') call.moments.shift()?.();
      this.note(process, call.what, call.key, trouble);
      const code = trouble === 'ENOSPC' ? 'ENOSPC' : 'EIO';
      call.fail(new SimulatedFault(code, `${call.what} ${call.key}`));
    } else this.#proceed(call);
  }

  #jumpClock(call: Call): void {
    this.wallMs += (this.chance.next() - 0.5) * LONGEST_JUMP_MS;
    this.trace?.push('the clock jumps');
    this.#proceed(call);
  }

  /** A network that lost the answer sends a write once more: it may come at any later time. */
  #repeat(call: Call): void {
    if (call.kind === 'write') {
      this.#calls.push({ ...call, process: null, moments: [...call.moments] });
    }
    this.#proceed(call);
  }

  #drop(call: Call): void {
    const place = this.#calls.indexOf(call);
    if (place !== -1) this.#calls.splice(place, 1);
  }
}

/** Resolves when no promise has anything left to do: Node runs ticks only then. */
function microtasksDone(): Promise<void> {
  return new Promise((resolve) => process.nextTick(resolve));
}
