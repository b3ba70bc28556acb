import { InvalidOptionError } from '../errors.ts';

export interface ShopOptions {
  /** Folder of the CSV files and shop.json; made if it is missing. */
  readonly directory: string;
  /** Browsing rows to reach with whole sessions, 1,000 .. 100,000,000. */
  readonly events?: number;
  /** A whole number from 0; the same seed gives the same bytes. */
  readonly seed?: number;
  /** Whether to write .csv.gz files. */
  readonly gzip?: boolean;
  /** Told after each block of rows: browsing rows written so far, and how many are wanted. */
  readonly onProgress?: (rows: number, wanted: number) => void;
}

/** The shop that stands in where no data set is given. */
export const DEFAULT_SHOP = {
  events: 200_000,
  seed: 42,
  gzip: false,
} as const satisfies Partial<ShopOptions>;

/** Below it hardly a cart is left to learn from. */
const MIN_EVENTS = 1_000;
/** Row and session numbers stay far below the 2^32 that ids are drawn for. */
const MAX_EVENTS = 100_000_000;

const KNOWN = ['directory', 'events', 'seed', 'gzip', 'onProgress'];

/** @throws InvalidOptionError if an option is unknown or out of range. */
export function checkShopOptions(options: ShopOptions): Required<Omit<ShopOptions, 'onProgress'>> {
  for (const [option, value] of Object.entries(options)) {
    if (!KNOWN.includes(option)) {
      throw new InvalidOptionError(
        option,
        value,
        `left out: a shop's options are ${KNOWN.join(', ')}`,
      );
    }
  }
  const { directory, events, seed, gzip } = { ...DEFAULT_SHOP, ...options };
  if (typeof directory !== 'string' || directory === '') {
    throw new InvalidOptionError('directory', directory, 'the path of a folder');
  }
  if (typeof gzip !== 'boolean') throw new InvalidOptionError('gzip', gzip, 'true or false');
  checkShopSize({ events, seed });
  return { directory, events, seed, gzip };
}

/** @throws InvalidOptionError if the size or the seed is out of range. */
export function checkShopSize({ events, seed }: { events: number; seed: number }): void {
  if (!Number.isInteger(events) || events < MIN_EVENTS || events > MAX_EVENTS) {
    throw new InvalidOptionError('events', events, 'a whole number from 1000 to 100000000');
  }
  if (!Number.isSafeInteger(seed) || seed < 0) {
    throw new InvalidOptionError('seed', seed, 'a whole number from 0 to 2^53 - 1');
  }
}
