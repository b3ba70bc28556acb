// Splitmix64 (Steele, Lea, Flood 2014): the next value does not wait for the last one's mixing.
const WEYL: u64 = 0x9e3779b97f4a7c15;

// A global belongs to the instance, and each thread has its own.
let state: u64 = 0;

function mixed(value: u64): u64 {
  value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9;
  value = (value ^ (value >> 27)) * 0x94d049bb133111eb;
  return value ^ (value >> 31);
}

// Each task draws by itself, so that what it draws does not depend on the threads.
export function startDraws(seed: u64, task: u64): void {
  state = mixed(seed ^ mixed(task + 1));
}

export function draw(): u64 {
  state += WEYL;
  return mixed(state);
}

// Uniform in 0..count-1 by the upper half of a draw.
export function below(drawn: u64, count: usize): usize {
  return (((drawn >> 32) * (count as u64)) >> 32) as usize;
}
