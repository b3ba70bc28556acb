// Where everything lies in linear memory. Axis letters: N stored rows (whole panels), D floats of a row
// (a multiple of 4), P = D / 2 pairs of columns, Q queries, K entries of a result, L lists.
// The host reads this page, words.ts and modes.ts in src/generated/top-k-layout.ts.

export * from './words';

// A panel is 16 rows in 8 bits: [P, 16 rows, 2 columns].
export const PANEL_ROWS: usize = 16;

// A task's queries: their thresholds and packed values stay in the first-level cache.
export const TASK_QUERIES: usize = 16;

// Panels that a task's queries go over in turn: 64 KiB at D = 64, which stay in the second-level cache.
export const BLOCK_PANELS: usize = 64;

// Id of a stored row that only fills a panel, and of an entry with no row.
export const NO_ID: u32 = 0xffffffff;

// A query's state. Products in 16 and 8 bits count in units of the query's own scale.
export const UNIT: usize = 0; // float32: its scale
export const NORM: usize = 4; // float32: its length over its scale
export const THRESHOLD: usize = 8; // float32: the worst score of its heap over its scale
export const STATE_BYTES: usize = 16;
