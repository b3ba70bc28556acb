/** Divides the text of a prefix into SKUs; undefined if it can be read in more than one way. */
export type SplitPrefix = (prefix: string) => readonly string[] | undefined;

/** A SKU in brackets: in quotes, else up to the next comma. */
const LISTED = /\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|([^,]*?))\s*(?:,|$)/y;

/**
 * How the prefixes of a file are divided: `a b c`, SKUs with white space between them, or `["hat red", b]`, a bracketed
 * list as in search_train.
 *
 * A SKU may hold white space. Without brackets a prefix is divided so that the fewest pieces are no SKU of the
 * vocabulary; where two ways are equally good, only the writer knows.
 *
 * @param vocabulary all SKUs
 */
export function prefixSplitter(vocabulary: Iterable<string>): SplitPrefix {
  const known = new Set(vocabulary);
  let mostWords = 1;
  for (const sku of known) mostWords = Math.max(mostWords, sku.split(/\s+/).length);
  return (prefix) => {
    const text = prefix.trim();
    const list = /^\[(.*)\]$/s.exec(text)?.[1];
    if (list !== undefined && !known.has(text)) return splitList(list);
    return mostWords === 1 ? text.split(/\s+/) : splitByKnown(text, known, mostWords);
  };
}

function splitList(list: string): readonly string[] {
  const skus: string[] = [];
  LISTED.lastIndex = 0;
  while (LISTED.lastIndex < list.length) {
    const found = LISTED.exec(list);
    if (found === null) break;
    const [, double, single, plain = ''] = found;
    skus.push((double ?? single)?.replaceAll(/\\(.)/gs, '$1') ?? plain);
  }
  return skus;
}

/** The best division of the text up to the end of a word. */
interface Division {
  readonly unknown: number;
  /** In how many ways so few pieces are unknown; 2 stands for more too. */
  readonly ways: number;
  /** The word that the last piece begins with. */
  readonly from: number;
}

function splitByKnown(
  text: string,
  known: ReadonlySet<string>,
  mostWords: number,
): readonly string[] | undefined {
  const words = [...text.matchAll(/\S+/g)].map(({ 0: word, index }) => ({
    start: index,
    end: index + word.length,
  }));
  const piece = (from: number, to: number): string =>
    text.slice(words[from]?.start, words[to - 1]?.end);
  const best: Division[] = [{ unknown: 0, ways: 1, from: 0 }];
  for (let to = 1; to <= words.length; to++) {
    let division: Division | undefined;
    for (let from = to - 1; from >= Math.max(0, to - mostWords); from--) {
      const isKnown = known.has(piece(from, to));
      const before = best[from];
      if (before === undefined || (!isKnown && from < to - 1)) continue;
      const unknown = before.unknown + (isKnown ? 0 : 1);
      if (division === undefined || unknown < division.unknown) {
        division = { unknown, ways: before.ways, from };
      } else if (unknown === division.unknown) {
        division = { ...division, ways: Math.min(2, division.ways + before.ways) };
      }
    }
    best.push(division ?? { unknown: to, ways: 1, from: to - 1 });
  }
  if ((best[words.length]?.ways ?? 1) > 1) return undefined;
  const skus: string[] = [];
  for (let to = words.length; to > 0; to = best[to]?.from ?? 0) {
    skus.push(piece(best[to]?.from ?? 0, to));
  }
  return skus.reverse();
}
