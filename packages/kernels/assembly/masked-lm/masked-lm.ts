import { runTasks, stopWorkers, workOnTasks } from '../tasks';
import { encodeShard, encodeShardBackward, widest } from './encoder';
import { gatherColumns, headBackward, headForward } from './head';
import {
  DIM,
  FF,
  INPUT_TOUCHED_COUNT,
  model,
  OUTPUT_TOUCHED_COUNT,
  SCRATCH,
  SCRATCH_BYTES,
  TOUCHED_CHUNK,
} from './layout';
import {
  ENCODE,
  ENCODE_BACKWARD,
  GATHER,
  HEAD,
  HEAD_BACKWARD,
  PACK,
  UPDATE_DENSE,
  UPDATE_INPUT,
  UPDATE_OUTPUT,
  UPDATE_OUTPUT_ROWS,
} from './modes';
import { packLayer } from './pack';
import { updateDense, updatePanels, updateTouched } from './update';

export { combine } from './head';

function runTask(mode: i32, task: usize, thread: usize): void {
  const scratch = model(SCRATCH) + thread * model(SCRATCH_BYTES);
  if (mode == PACK) packLayer(task);
  else if (mode == ENCODE) encodeShard(task, scratch);
  else if (mode == GATHER) gatherColumns(task);
  else if (mode == HEAD) headForward(task, scratch);
  else if (mode == HEAD_BACKWARD) headBackward(task);
  else if (mode == ENCODE_BACKWARD) encodeShardBackward(task, scratch);
  else if (mode == UPDATE_DENSE) updateDense(task);
  else if (mode == UPDATE_OUTPUT) updatePanels(task, true, working(scratch));
  else if (mode == UPDATE_INPUT) updatePanels(task, false, working(scratch));
  else updateRows(task, mode == UPDATE_OUTPUT_ROWS, working(scratch));
}

// Behind the zeros with which each thread's scratch starts.
function working(scratch: usize): usize {
  return scratch + widest(model(DIM), model(FF)) * 4;
}

function updateRows(chunk: usize, isOutput: bool, gradient: usize): void {
  const count = model(isOutput ? OUTPUT_TOUCHED_COUNT : INPUT_TOUCHED_COUNT);
  const end = min((chunk + 1) * TOUCHED_CHUNK, count);
  for (let index = chunk * TOUCHED_CHUNK; index < end; index++) {
    updateTouched(index, isOutput, gradient);
  }
}

export function run(mode: i32): void {
  runTasks(runTask, mode);
}

export function work(thread: usize): void {
  workOnTasks(runTask, thread);
}

export function stop(): void {
  stopWorkers();
}
