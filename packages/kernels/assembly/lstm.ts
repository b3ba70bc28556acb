import {
  DONE_SHARDS,
  GENERATION,
  GRADIENTS,
  JOB,
  job,
  MODE,
  NEXT_SHARD,
  SCRATCH,
  SCRATCH_BYTES,
  SHARD_COUNT,
  STOP,
  TRAIN,
  UNITS,
  ACTIONS,
  parameterCount,
} from './layout';
import { predictShard, trainShard } from './shard';

export { adam } from './adam';
export { pack } from './pack';
export { sigmoid, tanh } from './vectors';

// A ticket that no job reaches: closes the counter between two jobs.
const CLOSED: i32 = 1 << 30;

function takeShards(thread: usize): void {
  const scratch = job(SCRATCH) + thread * job(SCRATCH_BYTES);
  while (true) {
    const shard = atomic.add<i32>(JOB + NEXT_SHARD, 1);
    const count = atomic.load<i32>(JOB + SHARD_COUNT);
    if (shard >= count) return;
    if (load<i32>(JOB + MODE) == TRAIN) trainShard(shard, scratch);
    else predictShard(shard, scratch);
    if (atomic.add<i32>(JOB + DONE_SHARDS, 1) + 1 == count) {
      atomic.notify(JOB + DONE_SHARDS, 1);
    }
  }
}

// Runs the job in memory on this thread and on every worker that is awake; returns when it is done.
// The host wrote the job while the counter was closed, so a late worker never sees half of one.
export function run(mode: i32): void {
  const count = load<i32>(JOB + SHARD_COUNT);
  store<i32>(JOB + MODE, mode);
  atomic.store<i32>(JOB + DONE_SHARDS, 0);
  atomic.store<i32>(JOB + NEXT_SHARD, 0);
  atomic.add<i32>(JOB + GENERATION, 1);
  if (count > 1) atomic.notify(JOB + GENERATION, count - 1);
  takeShards(0);
  let done = atomic.load<i32>(JOB + DONE_SHARDS);
  while (done < count) {
    atomic.wait<i32>(JOB + DONE_SHARDS, done, -1);
    done = atomic.load<i32>(JOB + DONE_SHARDS);
  }
  atomic.store<i32>(JOB + NEXT_SHARD, CLOSED);
}

// A worker's life: take shards, wait for the next job.
export function work(thread: usize): void {
  while (true) {
    const generation = atomic.load<i32>(JOB + GENERATION);
    if (atomic.load<i32>(JOB + MODE) == STOP) return;
    takeShards(thread);
    atomic.wait<i32>(JOB + GENERATION, generation, -1);
  }
}

// Ends every worker.
export function stop(): void {
  atomic.store<i32>(JOB + MODE, STOP);
  atomic.add<i32>(JOB + GENERATION, 1);
  atomic.notify(JOB + GENERATION, -1);
}

// Sums the shards' gradients in their order into the last row; returns its address.
export function sumGradients(maxShards: usize): usize {
  const bytes = parameterCount(job(UNITS), job(ACTIONS)) << 2;
  const shards = job(SHARD_COUNT);
  const first = job(GRADIENTS);
  const total = first + maxShards * bytes;
  for (let at: usize = 0; at < bytes; at += 16) {
    let sum = v128.load(first + at);
    for (let shard: usize = 1; shard < shards; shard++) {
      sum = f32x4.add(sum, v128.load(first + shard * bytes + at));
    }
    v128.store(total + at, sum);
  }
  return total;
}
