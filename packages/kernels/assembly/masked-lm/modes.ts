// What a task is.
export const PACK: i32 = 0; // a layer
export const ENCODE: i32 = 1; // a shard
export const GATHER: i32 = 2; // a panel of samples
export const HEAD: i32 = 3; // a block of columns
export const HEAD_BACKWARD: i32 = 4;
export const ENCODE_BACKWARD: i32 = 5;
export const UPDATE_DENSE: i32 = 6; // a chunk of dense parameters
export const UPDATE_OUTPUT: i32 = 7; // a block of panels
export const UPDATE_INPUT: i32 = 8;
export const UPDATE_OUTPUT_ROWS: i32 = 9; // a chunk of touched rows
export const UPDATE_INPUT_ROWS: i32 = 10;
