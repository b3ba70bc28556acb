import { exp, exponential, laneMax, laneSum } from '../exponential';
import { tile } from '../product';
import {
  CHANCES,
  COLUMN_BIASES,
  COLUMN_COUNT,
  COLUMN_PANELS,
  DENSE,
  DENSE_COUNT,
  DENSE_GRADIENTS,
  DIM,
  DROPOUT_SEED,
  FIRST_COLUMN,
  INVERSE_ROWS,
  ITEM_BELOW,
  ITEM_KEEP,
  ITEMS,
  LOGITS,
  model,
  NEXT_COLUMN,
  number,
  OFFSETS,
  OWN_BYTES,
  OWN_DOT,
  OWN_INVERSE,
  OWN_ITEM,
  OWN_LOGIT,
  OWN_PLACE,
  PANELS,
  ROW_CHUNK,
  ROW_COUNT,
  ROW_MAX,
  ROW_SUM,
  SCALE,
  SESSION_BELOW,
  SESSION_INVERSE,
  SESSION_KEEP,
  SESSION_SITE,
  SESSIONS,
  TARGET_BIASES,
  TARGET_GRADIENTS,
  TARGET_LOGITS,
  TARGETS,
  TIMES,
  TOKEN_GRADIENTS,
  TOKENS,
  UNIT_GRADIENTS,
  UNITS,
  vectorOf,
  zerosOf,
} from './layout';
import { addScaled, dot, dropped, inverseLength } from './vectors';

const IMPOSSIBLE: f32 = -1e30;

function firstToken(row: usize): usize {
  return load<u32>(model(OFFSETS) + (row << 2)) as usize;
}

// The token at a place counted from the end of the row's session.
function tokenAt(row: usize, place: usize): usize {
  return firstToken(row + 1) - 1 - place;
}

function itemRow(token: usize): usize {
  return model(ITEMS) + (load<u32>(model(TOKENS) + (token << 2)) as usize) * (model(DIM) << 2);
}

// Forth and back for a chunk of sessions: the logits' gradients stay for the columns.
export function rowsForthAndBack(chunk: usize, thread: usize): void {
  const bytes = model(DIM) << 2;
  const first = chunk * ROW_CHUNK;
  const end = min(first + ROW_CHUNK, model(ROW_COUNT));
  const slopes = model(DENSE_GRADIENTS) + chunk * (model(DENSE_COUNT) << 2);
  memory.fill(slopes, 0, model(DENSE_COUNT) << 2);
  memory.fill(model(UNITS) + first * bytes, 0, ROW_CHUNK * bytes);
  for (let row = first; row < end; row++) encode(row, thread);
  columnLogits(first, thread);
  for (let row = first; row < end; row++) softmax(row, thread, slopes);
  for (let row = first; row < end; row++) decode(row, thread, slopes);
}

// The session of a row: the sum of its items' dropped embeddings by their chances, which are the softmax of
// scorer . embedding + the place's weight.
function encode(row: usize, thread: usize): void {
  const d = model(DIM);
  const bytes = d << 2;
  const first = firstToken(row);
  const n = firstToken(row + 1) - first;
  const places = model(DENSE) + bytes;
  let largest: f32 = IMPOSSIBLE;
  for (let place: usize = 0; place < n; place++) {
    const token = tokenAt(row, place);
    const score = dot(model(DENSE), itemRow(token), bytes) + load<f32>(places + (place << 2));
    store<f32>(model(CHANCES) + (token << 2), score);
    largest = max(largest, score);
  }
  let sum: f32 = 0;
  for (let token = first; token < first + n; token++) {
    const at = model(CHANCES) + (token << 2);
    const chance = exponential(load<f32>(at) - largest);
    store<f32>(at, chance);
    sum += chance;
  }
  const session = model(SESSIONS) + row * bytes;
  const work = vectorOf(thread);
  const seed = model(DROPOUT_SEED) as i32;
  memory.fill(session, 0, bytes);
  for (let token = first; token < first + n; token++) {
    const at = model(CHANCES) + (token << 2);
    const chance = load<f32>(at) / sum;
    store<f32>(at, chance);
    dropped(itemRow(token), work, number(ITEM_KEEP), bytes, token * d, seed, model(ITEM_BELOW));
    addScaled(session, work, chance, bytes);
  }
  const inverse = inverseLength(session, bytes);
  store<f32>(model(SESSION_INVERSE) + (row << 2), inverse);
  dropped(
    session,
    model(UNITS) + row * bytes,
    inverse * number(SESSION_KEEP),
    bytes,
    row * d,
    seed ^ SESSION_SITE,
    model(SESSION_BELOW),
  );
}

// Cosines of a chunk's sessions with all columns.
function columnLogits(first: usize, thread: usize): void {
  const d = model(DIM);
  const columns = model(COLUMN_COUNT);
  const zeros = zerosOf(thread);
  for (let row = first; row < first + ROW_CHUNK; row += 4) {
    const units = model(UNITS) + row * (d << 2);
    for (let column: usize = 0; column < columns; column += 8) {
      const panel = model(PANELS) + column * (d << 2);
      const out = model(LOGITS) + (row * columns + column) * 4;
      tile(units, d << 2, panel, d, zeros, zeros, zeros, zeros, out, columns << 2);
    }
  }
}

function ownAt(thread: usize, index: usize): usize {
  return vectorOf(thread) + (model(DIM) << 3) + (model(TIMES) << 2) + index * OWN_BYTES;
}

// Lists the row's own candidates, each item once at its latest place; returns which of them is the target.
function listOwn(row: usize, thread: usize, target: i32): usize {
  const n = firstToken(row + 1) - firstToken(row);
  let count: usize = 0;
  let taken: usize = usize.MAX_VALUE;
  for (let place: usize = 0; place < n; place++) {
    const item = load<i32>(model(TOKENS) + (tokenAt(row, place) << 2));
    let isKnown = false;
    for (let index: usize = 0; index < count; index++) {
      if (load<i32>(ownAt(thread, index), OWN_ITEM) == item) isKnown = true;
    }
    if (isKnown) continue;
    if (item == target) taken = count;
    store<i32>(ownAt(thread, count), item, OWN_ITEM);
    store<i32>(ownAt(thread, count), place as i32, OWN_PLACE);
    count++;
  }
  if (taken == usize.MAX_VALUE) {
    taken = count;
    store<i32>(ownAt(thread, count), target, OWN_ITEM);
    store<i32>(ownAt(thread, count), -1, OWN_PLACE);
    count++;
  }
  store<i32>(ownAt(thread, count), -1, OWN_ITEM);
  return taken;
}

// Logits of a row's candidates to the gradients of the mean loss; the own ones' go on to the embeddings.
function softmax(row: usize, thread: usize, slopes: usize): void {
  const bytes = model(DIM) << 2;
  const columns = model(COLUMN_COUNT);
  const scale = number(SCALE);
  const logits = model(LOGITS) + row * (columns << 2);
  const unit = model(UNITS) + row * bytes;
  const repeats = model(DENSE) + bytes + (model(TIMES) << 2);
  const target = load<i32>(model(TARGETS) + (row << 2));
  const taken = listOwn(row, thread, target);
  for (let at: usize = 0; at < columns << 2; at += 16) {
    const scaled = f32x4.mul(v128.load(logits + at), f32x4.splat(scale));
    v128.store(logits + at, f32x4.add(scaled, v128.load(model(COLUMN_BIASES) + at)));
  }
  let largest: f32 = IMPOSSIBLE;
  let own = ownAt(thread, 0);
  for (; load<i32>(own, OWN_ITEM) >= 0; own += OWN_BYTES) {
    const item = load<i32>(own, OWN_ITEM);
    const place = load<i32>(own, OWN_PLACE);
    const embedding = model(ITEMS) + (item as usize) * bytes;
    const inverse = inverseLength(embedding, bytes);
    const product = dot(unit, embedding, bytes);
    const bias =
      place < 0
        ? load<f32>(model(TARGET_BIASES) + (row << 2))
        : load<f32>(repeats + ((place as usize) << 2));
    const logit = scale * product * inverse + bias;
    store<f32>(own, logit, OWN_LOGIT);
    store<f32>(own, product, OWN_DOT);
    store<f32>(own, inverse, OWN_INVERSE);
    largest = max(largest, logit);
    let column = load<i32>(model(FIRST_COLUMN) + (item << 2));
    while (column >= 0) {
      store<f32>(logits + (column << 2), IMPOSSIBLE);
      column = load<i32>(model(NEXT_COLUMN) + (column << 2));
    }
  }
  let most = f32x4.splat(largest);
  for (let at: usize = 0; at < columns << 2; at += 16) {
    most = f32x4.max(most, v128.load(logits + at));
  }
  largest = laneMax(most);
  let sums = f32x4.splat(0);
  for (let at: usize = 0; at < columns << 2; at += 16) {
    const value = exp(f32x4.sub(v128.load(logits + at), f32x4.splat(largest)));
    v128.store(logits + at, value);
    sums = f32x4.add(sums, value);
  }
  let sum = laneSum(sums);
  store<f32>(model(TARGET_LOGITS) + (row << 2), load<f32>(ownAt(thread, taken), OWN_LOGIT));
  for (own = ownAt(thread, 0); load<i32>(own, OWN_ITEM) >= 0; own += OWN_BYTES) {
    const value = exponential(load<f32>(own, OWN_LOGIT) - largest);
    store<f32>(own, value, OWN_LOGIT);
    sum += value;
  }
  store<f32>(model(ROW_MAX) + (row << 2), largest);
  store<f32>(model(ROW_SUM) + (row << 2), sum);
  const share = number(INVERSE_ROWS);
  const factor = f32x4.splat((share * scale) / sum);
  for (let at: usize = 0; at < columns << 2; at += 16) {
    v128.store(logits + at, f32x4.mul(v128.load(logits + at), factor));
  }
  const tokens = firstToken(row);
  const n = firstToken(row + 1) - tokens;
  memory.fill(model(TOKEN_GRADIENTS) + tokens * bytes, 0, n * bytes);
  memory.fill(model(TARGET_GRADIENTS) + row * bytes, 0, bytes);
  const dUnit = model(UNIT_GRADIENTS) + row * bytes;
  memory.fill(dUnit, 0, bytes);
  const dRepeats = slopes + bytes + (model(TIMES) << 2);
  const takenOwn = ownAt(thread, taken);
  for (own = ownAt(thread, 0); load<i32>(own, OWN_ITEM) >= 0; own += OWN_BYTES) {
    const embedding = model(ITEMS) + (load<u32>(own, OWN_ITEM) as usize) * bytes;
    const place = load<i32>(own, OWN_PLACE);
    const inverse = load<f32>(own, OWN_INVERSE);
    const slope = (load<f32>(own, OWN_LOGIT) / sum - (own == takenOwn ? 1 : 0)) * share;
    let to = model(TARGET_GRADIENTS) + row * bytes;
    if (place >= 0) {
      const bias = dRepeats + ((place as usize) << 2);
      store<f32>(bias, load<f32>(bias) + slope);
      to = model(TOKEN_GRADIENTS) + tokenAt(row, place as usize) * bytes;
    }
    const along = slope * scale * inverse;
    addScaled(dUnit, embedding, along, bytes);
    addScaled(to, unit, along, bytes);
    addScaled(to, embedding, -along * load<f32>(own, OWN_DOT) * inverse * inverse, bytes);
  }
}

// The way back of `encode`; what the columns say of the session comes first.
function decode(row: usize, thread: usize, slopes: usize): void {
  const d = model(DIM);
  const bytes = d << 2;
  const dUnit = model(UNIT_GRADIENTS) + row * bytes;
  if ((row & 3) == 0) columnsToUnits(row);
  const seed = model(DROPOUT_SEED) as i32;
  const first = firstToken(row);
  const n = firstToken(row + 1) - first;
  const session = model(SESSIONS) + row * bytes;
  const inverse = load<f32>(model(SESSION_INVERSE) + (row << 2));
  dropped(
    dUnit,
    dUnit,
    inverse * number(SESSION_KEEP),
    bytes,
    row * d,
    seed ^ SESSION_SITE,
    model(SESSION_BELOW),
  );
  addScaled(dUnit, session, -dot(dUnit, session, bytes) * inverse * inverse, bytes);
  const work = vectorOf(thread);
  const dChances = work + (bytes << 1);
  let mean: f32 = 0;
  for (let place: usize = 0; place < n; place++) {
    const token = tokenAt(row, place);
    const chance = load<f32>(model(CHANCES) + (token << 2));
    dropped(dUnit, work, number(ITEM_KEEP), bytes, token * d, seed, model(ITEM_BELOW));
    const slope = dot(work, itemRow(token), bytes);
    addScaled(model(TOKEN_GRADIENTS) + token * bytes, work, chance, bytes);
    store<f32>(dChances + (place << 2), slope);
    mean += chance * slope;
  }
  for (let place: usize = 0; place < n; place++) {
    const token = tokenAt(row, place);
    const chance = load<f32>(model(CHANCES) + (token << 2));
    const slope = chance * (load<f32>(dChances + (place << 2)) - mean);
    const dPlace = slopes + bytes + (place << 2);
    store<f32>(dPlace, load<f32>(dPlace) + slope);
    addScaled(slopes, itemRow(token), slope, bytes);
    addScaled(model(TOKEN_GRADIENTS) + token * bytes, model(DENSE), slope, bytes);
  }
}

// Adds the columns' part to four sessions' gradients.
function columnsToUnits(row: usize): void {
  const d = model(DIM);
  const bytes = d << 2;
  const columns = model(COLUMN_COUNT);
  for (let i: usize = 0; i < d; i += 8) {
    const out = model(UNIT_GRADIENTS) + row * bytes + (i << 2);
    tile(
      model(LOGITS) + row * (columns << 2),
      columns << 2,
      model(COLUMN_PANELS) + (i >> 3) * (columns << 5),
      columns,
      out,
      out + bytes,
      out + 2 * bytes,
      out + 3 * bytes,
      out,
      bytes,
    );
  }
}
