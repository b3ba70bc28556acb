import { sessionCount, sessionItems, type ItemSequences } from '@lf/recommenders';
import { knownItems } from '@lf/recommenders/training';

/** Characters of a piece, about: fewer writes than sessions. */
const PIECE_CHARACTERS = 64 * 1024;

/**
 * Sessions as BlazingText reads its training channel: one a line, the numbers of its items with spaces between, since an
 * SKU may have a space in it. Sessions without a known item have no line.
 *
 * @returns pieces of the text, each of whole lines
 */
export function* blazingTextLines(
  sessions: ItemSequences,
  itemCount: number,
): Generator<string, void> {
  const known = knownItems(sessions, itemCount);
  let piece = '';
  for (let session = 0; session < sessionCount(known); session++) {
    const items = sessionItems(known, session);
    if (items.length === 0) continue;
    piece += `${items.join(' ')}\n`;
    if (piece.length < PIECE_CHARACTERS) continue;
    yield piece;
    piece = '';
  }
  if (piece !== '') yield piece;
}
