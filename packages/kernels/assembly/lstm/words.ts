// The job's words after those of ../task-words.ts, as byte offsets. Axis letters as in layout.ts.
export const UNITS: usize = 20;
export const ACTIONS: usize = 24;
export const WEIGHTS: usize = 28; // address, float32 [parameter]
export const PACKED: usize = 32; // address, see pack.ts
export const GRADIENTS: usize = 36; // address, float32 [shard + 1, parameter]; the last one is the sum
export const SHARDS: usize = 40; // address of the first shard's block
export const SHARD_BYTES: usize = 44;
export const SCRATCH: usize = 48; // address of the first thread's scratch
export const SCRATCH_BYTES: usize = 52;
