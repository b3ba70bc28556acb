// Read from assembly/ by `npm run build:wasm`; a test holds it to what stands there.

/** Index of each 32-bit word. */
export const TASKS_WORD = {
  generation: 0,
  nextTask: 1,
  doneTasks: 2,
  taskCount: 3,
  mode: 4,
} as const;

/** Numbers that both halves use; offsets are bytes. */
export const TASKS_NUMBER = {
  job: 0,
  closed: 1073741824,
} as const;
