import { JOB, job, workOnce } from '../tasks';
import {
  ALPHA,
  CHUNK_STARTS,
  CHUNKS,
  DIVIDED,
  FLAGS,
  GROUP,
  INPUTS,
  KEEP,
  MIN_ALPHA,
  NEGATIVE,
  NO_ROW,
  OFFSETS,
  OUTPUTS,
  RAW_OFFSETS,
  RAW_WORDS,
  SCRATCH,
  SCRATCH_BYTES,
  SEED,
  SIZE,
  SKIP_GRAM,
  TOKENS,
  TRAINED,
  WINDOW,
} from './layout';
import { trainRow } from './negative-sampling';
import { below, draw, startDraws } from './random';
import { addToRows, meanOf } from './update';

// Addresses of the input rows of one sentence, less the words that sampling drops; returns how many.
function keepWords(from: usize, end: usize, bytes: usize, kept: usize): usize {
  const keep = job(KEEP);
  const inputs = job(INPUTS);
  let count: usize = 0;
  for (let token = from; token < end; token += 4) {
    const row = load<usize>(token);
    if (((draw() >> 32) as u32) > load<u32>(keep + (row << 2))) continue;
    store<usize>(kept + (count << 2), inputs + row * bytes);
    count++;
  }
  return count;
}

// One pass over a sentence. The half-width of each window is uniform in 1..window.
function trainSentence(kept: usize, count: usize, bytes: usize, alpha: f32, scratch: usize): void {
  const window = job(WINDOW);
  const inputs = job(INPUTS);
  const outputs = job(OUTPUTS);
  const flags = job(FLAGS);
  const hidden = scratch + NO_ROW + bytes;
  const work = hidden + bytes;
  const rows = work + bytes;
  for (let center: usize = 0; center < count; center++) {
    const half = below(draw(), window) + 1;
    const first = center > half ? center - half : 0;
    const last = min(center + half, count - 1);
    if (first == last) continue;
    const own = kept + (center << 2);
    const target = outputs + (load<usize>(own) - inputs);
    if (flags & SKIP_GRAM) {
      for (let at = kept + (first << 2); at <= kept + (last << 2); at += 4) {
        if (at == own) continue;
        trainRow(target, load<usize>(at), bytes, alpha, work, rows, scratch);
        addToRows(at, 1, bytes, 1, work);
      }
      continue;
    }
    // The centre changes places with the first word of the window, so that the rest is one list.
    const start = kept + (first << 2);
    const centre = load<usize>(own);
    store<usize>(own, load<usize>(start));
    const inverse = (1 as f32) / ((last - first) as f32);
    meanOf(start + 4, last - first, bytes, inverse, hidden);
    trainRow(target, hidden, bytes, alpha, work, rows, scratch);
    addToRows(start + 4, last - first, bytes, flags & DIVIDED ? inverse : 1, work);
    store<usize>(own, centre);
  }
}

// A task is a chunk of sentences in one epoch. Alpha falls with the raw words of all epochs.
function trainChunk(_mode: i32, task: usize, thread: usize): void {
  const scratch = job(SCRATCH) + thread * job(SCRATCH_BYTES);
  const bytes = job(SIZE) << 2;
  const rowGroups = (job(NEGATIVE) + GROUP) / GROUP;
  const kept = scratch + NO_ROW + 3 * bytes + 4 * GROUP * rowGroups;
  const epoch = task / job(CHUNKS);
  const chunk = job(CHUNK_STARTS) + ((task % job(CHUNKS)) << 2);
  const offsets = job(OFFSETS);
  const rawOffsets = job(RAW_OFFSETS);
  const tokens = job(TOKENS);
  const rawWords = load<f64>(JOB + RAW_WORDS);
  const alpha = load<f32>(JOB + ALPHA);
  const fall = alpha - load<f32>(JOB + MIN_ALPHA);
  const sentences = load<usize>(job(CHUNK_STARTS) + (job(CHUNKS) << 2));
  const epochWords = load<u32>(rawOffsets + (sentences << 2)) as f64;
  startDraws(load<u64>(JOB + SEED), task);
  let trained: f64 = 0;
  for (let sentence = load<u32>(chunk); sentence < load<u32>(chunk, 4); sentence++) {
    const at = (sentence as usize) << 2;
    const from = tokens + (load<u32>(offsets + at) << 2);
    const end = tokens + (load<u32>(offsets + at, 4) << 2);
    const done = (epoch as f64) * epochWords + (load<u32>(rawOffsets + at) as f64);
    const count = keepWords(from, end, bytes, kept);
    trained += count;
    trainSentence(kept, count, bytes, alpha - fall * ((done / rawWords) as f32), scratch);
  }
  store<f64>(scratch + TRAINED, load<f64>(scratch + TRAINED) + trained);
}

// A worker's whole life: takes chunks until there are none.
export function work(thread: usize): void {
  workOnce(trainChunk, thread);
}
