// Read from assembly/ by `npm run build:wasm`; a test holds it to what stands there.

/** Index of each 32-bit word. */
export const TOP_K_WORD = {
  size: 5,
  panels: 6,
  rows: 7,
  ids: 8,
  packed: 9,
  scales: 10,
  slacks: 11,
  queries: 12,
  queryCount: 13,
  states: 14,
  packedQueries: 15,
  heaps: 16,
  depth: 17,
  lists: 18,
  probes: 19,
  probeCount: 20,
} as const;

/** What a job or task does. */
export const TOP_K_MODE = {
  scan: 0,
  probe: 1,
} as const;

/** Numbers that both halves use; offsets are bytes. */
export const TOP_K_NUMBER = {
  unit: 0,
  norm: 4,
  threshold: 8,
  panelRows: 16,
  stateBytes: 16,
  taskQueries: 16,
  blockPanels: 64,
  noId: 4294967295,
} as const;
