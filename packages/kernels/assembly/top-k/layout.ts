// Where everything lies in linear memory. Axis letters: N stored rows (whole panels), D floats of a row
// (a multiple of 4), P = D / 2 pairs of columns, Q queries, K entries of a result, L lists.
// src/top-k/memory-layout.ts is the host's half of this page.

// A panel is 16 rows in 8 bits: [P, 16 rows, 2 columns].
export const PANEL_ROWS: usize = 16;

// A task's queries: their thresholds and packed values stay in the first-level cache.
export const TASK_QUERIES: usize = 16;

// Panels that a task's queries go over in turn: 64 KiB at D = 64, which stay in the second-level cache.
export const BLOCK_PANELS: usize = 64;

// Id of a stored row that only fills a panel, and of an entry with no row.
export const NO_ID: u32 = 0xffffffff;

// The job's words after those of ../tasks.ts.
export const SIZE: usize = 20; // D
export const PANELS: usize = 24; // how many
export const ROWS: usize = 28; // address, float32 [N, D]
export const IDS: usize = 32; // address, uint32 [N]: what a stored row is called outside
export const PACKED: usize = 36; // address, int8, panels
export const SCALES: usize = 40; // address, float32 [N]: a row = scale * its 8 bits, nearly
export const SLACKS: usize = 44; // address, float32 [N]: how far from it, see scan.ts
export const QUERIES: usize = 48; // address, float32 [Q, D]
export const QUERY_COUNT: usize = 52; // Q
export const STATES: usize = 56; // address, [Q], see below
export const PACKED_QUERIES: usize = 60; // address, int16 [Q, D]
export const HEAPS: usize = 64; // address, [Q, K] of (float32 score, uint32 id)
export const DEPTH: usize = 68; // K
export const LISTS: usize = 72; // address, uint32 [L + 1]: the first panel of each list
export const PROBES: usize = 76; // address, uint32 [Q, PROBE_COUNT]: lists
export const PROBE_COUNT: usize = 80;

// Modes.
export const SCAN: i32 = 0; // every panel
export const PROBE: i32 = 1; // the panels of each query's lists

// A query's state. Products in 16 and 8 bits count in units of the query's own scale.
export const UNIT: usize = 0; // float32: its scale
export const NORM: usize = 4; // float32: its length over its scale
export const THRESHOLD: usize = 8; // float32: the worst score of its heap over its scale
export const STATE_BYTES: usize = 16;
