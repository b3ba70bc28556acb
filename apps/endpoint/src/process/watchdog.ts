import { Worker } from 'node:worker_threads';

/** How often the main thread shows that it lives, and how often the watchdog looks. */
const BEAT_MS = 500;

/** Cells of the shared memory: beats of the main thread, and whether the process has to end. */
const CELLS = { beats: 0, endsInMs: 1 } as const;

/**
 * A thread of its own, since it must act when the main one cannot: it ends the process by SIGKILL, which waits for
 * nobody. Plain JavaScript in a text, so that it starts without a loader.
 */
const CODE = `
const { workerData } = require('node:worker_threads');
const { writeSync } = require('node:fs');
const { memory, stallMs, beatMs } = workerData;
const cells = new Int32Array(memory);
let beats = -1;
let lastMs = performance.now();
let stalledMs = 0;
let endMs = Infinity;
const end = (why) => {
  try { writeSync(2, 'lf-endpoint: ' + why + '\\n'); } catch {}
  process.kill(process.pid, 'SIGKILL');
};
setInterval(() => {
  const nowMs = performance.now();
  const now = Atomics.load(cells, ${CELLS.beats});
  // A process that was stopped and goes on has not hung: a long gap counts little
  stalledMs = now === beats ? stalledMs + Math.min(nowMs - lastMs, 2 * beatMs) : 0;
  beats = now;
  lastMs = nowMs;
  const endsInMs = Atomics.load(cells, ${CELLS.endsInMs});
  if (endsInMs >= 0 && endMs === Infinity) endMs = nowMs + endsInMs;
  if (nowMs >= endMs) end('it did not end in time and was killed');
  if (stalledMs > stallMs) end('nothing moved for ' + stallMs + ' ms and it was killed');
}, beatMs);
`;

export interface Watchdog {
  /** Ends the process by force after so long, whatever hangs. */
  endWithin(ms: number): void;
}

/** Starts to watch this process. @param stallMs so long nothing may move */
export function startWatchdog(stallMs: number): Watchdog {
  const memory = new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT);
  const cells = new Int32Array(memory);
  Atomics.store(cells, CELLS.endsInMs, -1);
  const worker = new Worker(CODE, {
    eval: true,
    execArgv: [],
    env: {},
    workerData: { memory, stallMs, beatMs: BEAT_MS },
  });
  worker.unref();
  setInterval(() => Atomics.add(cells, CELLS.beats, 1), BEAT_MS).unref();
  return { endWithin: (ms) => Atomics.store(cells, CELLS.endsInMs, ms) };
}
