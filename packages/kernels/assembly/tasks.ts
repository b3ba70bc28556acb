import { DONE_TASKS, GENERATION, MODE, NEXT_TASK, TASK_COUNT } from './task-words';

// A job of numbered tasks, which the calling thread and any number of workers take by turns.
export const JOB: usize = 0;

const STOP: i32 = -1;

// A ticket that no job reaches: closes the counter between two jobs.
export const CLOSED: i32 = 1 << 30;

type Task = (mode: i32, task: usize, thread: usize) => void;

export function job(field: usize): usize {
  return load<u32>(JOB + field);
}

export function taskCount(): usize {
  return job(TASK_COUNT);
}

function take(run: Task, thread: usize): void {
  while (true) {
    const task = atomic.add<i32>(JOB + NEXT_TASK, 1);
    const count = atomic.load<i32>(JOB + TASK_COUNT);
    if (task >= count) return;
    run(load<i32>(JOB + MODE), task, thread);
    if (atomic.add<i32>(JOB + DONE_TASKS, 1) + 1 == count) {
      atomic.notify(JOB + DONE_TASKS, 1);
    }
  }
}

// Runs the job in memory on this thread and on every worker that is awake; returns when it is done.
// The host wrote the job while the counter was closed, so a late worker never sees half of one.
export function runTasks(run: Task, mode: i32): void {
  const count = load<i32>(JOB + TASK_COUNT);
  store<i32>(JOB + MODE, mode);
  atomic.store<i32>(JOB + DONE_TASKS, 0);
  atomic.store<i32>(JOB + NEXT_TASK, 0);
  atomic.add<i32>(JOB + GENERATION, 1);
  if (count > 1) atomic.notify(JOB + GENERATION, count - 1);
  take(run, 0);
  let done = atomic.load<i32>(JOB + DONE_TASKS);
  while (done < count) {
    atomic.wait<i32>(JOB + DONE_TASKS, done, -1);
    done = atomic.load<i32>(JOB + DONE_TASKS);
  }
  atomic.store<i32>(JOB + NEXT_TASK, CLOSED);
}

// A worker's life: take tasks, wait for the next job.
export function workOnTasks(run: Task, thread: usize): void {
  while (true) {
    const generation = atomic.load<i32>(JOB + GENERATION);
    if (atomic.load<i32>(JOB + MODE) == STOP) return;
    take(run, thread);
    atomic.wait<i32>(JOB + GENERATION, generation, -1);
  }
}

// A worker's life where there is one job: takes tasks until there are none.
export function workOnce(run: Task, thread: usize): void {
  take(run, thread);
}

// Ends every worker.
export function stopWorkers(): void {
  atomic.store<i32>(JOB + MODE, STOP);
  atomic.add<i32>(JOB + GENERATION, 1);
  atomic.notify(JOB + GENERATION, -1);
}
