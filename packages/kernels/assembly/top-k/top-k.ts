import { job, runTasks, stopWorkers, workOnTasks } from '../tasks';
import { clear, sort } from './heap';
import {
  BLOCK_PANELS,
  DEPTH,
  HEAPS,
  LISTS,
  PANELS,
  PROBE_COUNT,
  PROBES,
  QUERY_COUNT,
  STATE_BYTES,
  STATES,
  TASK_QUERIES,
  THRESHOLD,
} from './layout';
import { PROBE } from './modes';
import { scanFour, scanOne } from './scan';

function scan(first: usize, end: usize): void {
  const panels = job(PANELS);
  for (let from: usize = 0; from < panels; from += BLOCK_PANELS) {
    const to = min(from + BLOCK_PANELS, panels);
    let query = first;
    for (; query + 4 <= end; query += 4) scanFour(query, from, to);
    for (; query < end; query++) scanOne(query, from, to);
  }
}

function probe(query: usize): void {
  const lists = job(LISTS);
  const count = job(PROBE_COUNT);
  const probes = job(PROBES) + query * (count << 2);
  for (let at = probes; at < probes + (count << 2); at += 4) {
    const list = lists + (load<usize>(at) << 2);
    scanOne(query, load<usize>(list), load<usize>(list, 4));
  }
}

// A task is TASK_QUERIES queries.
function takeQueries(mode: i32, task: usize, _thread: usize): void {
  const depth = job(DEPTH);
  const heaps = job(HEAPS);
  const first = task * TASK_QUERIES;
  const end = min(first + TASK_QUERIES, job(QUERY_COUNT));
  for (let query = first; query < end; query++) {
    clear(heaps + query * (depth << 3), depth);
    store<f32>(job(STATES) + query * STATE_BYTES, -Infinity, THRESHOLD);
  }
  if (mode == PROBE) {
    for (let query = first; query < end; query++) probe(query);
  } else {
    scan(first, end);
  }
  for (let query = first; query < end; query++) sort(heaps + query * (depth << 3), depth);
}

export function run(mode: i32): void {
  runTasks(takeQueries, mode);
}

export function work(thread: usize): void {
  workOnTasks(takeQueries, thread);
}

export function stop(): void {
  stopWorkers();
}
