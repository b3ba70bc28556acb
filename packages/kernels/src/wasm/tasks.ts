/** Index of each 32-bit word that assembly/tasks.ts keeps at address 0; a module's own words follow. */
export const TASKS = { nextTask: 1, doneTasks: 2, taskCount: 3 } as const;

/** Closes the ticket counter between two jobs; a new memory starts with it. */
export const CLOSED = 1 << 30;
