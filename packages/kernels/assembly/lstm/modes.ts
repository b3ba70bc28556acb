// What a job does.
export const PREDICT: i32 = 0;
export const TRAIN: i32 = 1;
