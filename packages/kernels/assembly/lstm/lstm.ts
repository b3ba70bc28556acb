import { job, runTasks, stopWorkers, taskCount, workOnTasks } from '../tasks';
import { ACTIONS, GRADIENTS, parameterCount, SCRATCH, SCRATCH_BYTES, UNITS } from './layout';
import { TRAIN } from './modes';
import { predictShard, trainShard } from './shard';

export { adam } from '../adam';
export { sigmoid, tanh } from '../vectors';
export { pack } from './pack';

function takeShard(mode: i32, shard: usize, thread: usize): void {
  const scratch = job(SCRATCH) + thread * job(SCRATCH_BYTES);
  if (mode == TRAIN) trainShard(shard, scratch);
  else predictShard(shard, scratch);
}

export function run(mode: i32): void {
  runTasks(takeShard, mode);
}

export function work(thread: usize): void {
  workOnTasks(takeShard, thread);
}

export function stop(): void {
  stopWorkers();
}

// Sums the shards' gradients in their order into the last row; returns its address.
export function sumGradients(maxShards: usize): usize {
  const bytes = parameterCount(job(UNITS), job(ACTIONS)) << 2;
  const shards = taskCount();
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
