// What a task is.
export const GATHER: i32 = 0; // a panel of columns
export const ROWS: i32 = 1; // a chunk of sessions, forth and back
export const COLUMNS: i32 = 2; // a panel of columns, back
export const UPDATE: i32 = 3; // a chunk of touched items
