// What a job scans.
export const SCAN: i32 = 0; // every panel
export const PROBE: i32 = 1; // the panels of each query's lists
