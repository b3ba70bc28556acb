import { TASKS_NUMBER, TASKS_WORD } from '../generated/tasks-layout.ts';

/** Index of each 32-bit word that every job begins with; a module's own words follow. */
export const TASKS = TASKS_WORD;

/** Closes the ticket counter between two jobs; a new memory starts with it. */
export const CLOSED = TASKS_NUMBER.closed;
