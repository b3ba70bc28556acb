import { adam } from '../adam';
import { runTasks, stopWorkers, workOnTasks } from '../tasks';
import { columnsBackward, gatherPanel } from './columns';
import {
  ADDRESSES,
  DIM,
  EPSILON,
  ITEMS,
  ITEMS_FIRST,
  ITEMS_SECOND,
  model,
  number,
  ONE_MINUS_BETA_1,
  ONE_MINUS_BETA_2,
  STEP_SIZE,
  TOUCHED,
  TOUCHED_CHUNK,
  TOUCHED_COUNT,
  TOUCHED_WORDS,
  vectorOf,
} from './layout';
import { COLUMNS, GATHER, ROWS } from './modes';
import { rowsForthAndBack } from './rows';
import { addScaled } from './vectors';

function runTask(mode: i32, task: usize, thread: usize): void {
  if (mode == GATHER) gatherPanel(task, thread);
  else if (mode == ROWS) rowsForthAndBack(task, thread);
  else if (mode == COLUMNS) columnsBackward(task, thread);
  else updateItems(task, thread);
}

// Steps of Adam for a chunk of touched items; the others keep their values and moments.
function updateItems(chunk: usize, thread: usize): void {
  const d = model(DIM);
  const bytes = d << 2;
  const gradient = vectorOf(thread);
  const end = min((chunk + 1) * TOUCHED_CHUNK, model(TOUCHED_COUNT));
  for (let index = chunk * TOUCHED_CHUNK; index < end; index++) {
    const entry = model(TOUCHED) + index * TOUCHED_WORDS * 4;
    const last = load<u32>(entry, 12) as usize;
    memory.fill(gradient, 0, bytes);
    for (let at = load<u32>(entry, 4) as usize; at < last; at++) {
      addScaled(gradient, load<u32>(model(ADDRESSES) + (at << 2)) as usize, 1, bytes);
    }
    const row = (load<u32>(entry) as usize) * bytes;
    adam(
      model(ITEMS) + row,
      gradient,
      model(ITEMS_FIRST) + row,
      model(ITEMS_SECOND) + row,
      d,
      number(STEP_SIZE),
      number(ONE_MINUS_BETA_1),
      number(ONE_MINUS_BETA_2),
      number(EPSILON),
    );
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
