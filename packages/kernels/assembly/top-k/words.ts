// The job's words after those of ../task-words.ts, as byte offsets. Axis letters as in layout.ts.
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
