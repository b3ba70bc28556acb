import { NO_ID } from './layout';

// A binary heap of `depth` entries (float32 score, uint32 id), the worst at the root. Of equal scores
// the higher id is the worse.
const NEGATIVE_INFINITY: f32 = -Infinity;

export function clear(heap: usize, depth: usize): void {
  for (let entry = heap; entry < heap + (depth << 3); entry += 8) {
    store<f32>(entry, NEGATIVE_INFINITY);
    store<u32>(entry, NO_ID, 4);
  }
}

function isWorse(score: f32, id: u32, thanScore: f32, thanId: u32): bool {
  return score < thanScore || (score == thanScore && id > thanId);
}

// Puts an entry where it belongs below the root of the first `depth` entries.
function sink(heap: usize, depth: usize, score: f32, id: u32): void {
  let place: usize = 0;
  while (true) {
    let child: usize = (place << 1) + 1;
    if (child >= depth) break;
    let entry = heap + (child << 3);
    if (
      child + 1 < depth &&
      isWorse(load<f32>(entry, 8), load<u32>(entry, 12), load<f32>(entry), load<u32>(entry, 4))
    ) {
      child++;
      entry += 8;
    }
    if (!isWorse(load<f32>(entry), load<u32>(entry, 4), score, id)) break;
    store<u64>(heap + (place << 3), load<u64>(entry));
    place = child;
  }
  store<f32>(heap + (place << 3), score);
  store<u32>(heap + (place << 3), id, 4);
}

// Takes an entry in if it is better than the worst.
export function offer(heap: usize, depth: usize, score: f32, id: u32): void {
  if (isWorse(load<f32>(heap), load<u32>(heap, 4), score, id)) sink(heap, depth, score, id);
}

// The best first.
export function sort(heap: usize, depth: usize): void {
  for (let rest = depth; rest-- > 1;) {
    const last = heap + (rest << 3);
    const score = load<f32>(last);
    const id = load<u32>(last, 4);
    store<u64>(last, load<u64>(heap));
    sink(heap, rest, score, id);
  }
}
