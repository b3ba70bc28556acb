// The words that every module keeps at address JOB (see tasks.ts), as byte offsets; the rest of its job follows them.
export const GENERATION: usize = 0; // counts jobs; idle workers wait on it
export const NEXT_TASK: usize = 4; // the ticket counter
export const DONE_TASKS: usize = 8;
export const TASK_COUNT: usize = 12;
export const MODE: usize = 16;
