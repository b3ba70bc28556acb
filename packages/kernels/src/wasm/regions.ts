const CACHE_LINE_BYTES = 64;
/** The job and, from byte 128 on, the constants of the module (`--memoryBase`). */
const HEAD_BYTES = 1024;
const PAGE_BYTES = 65_536;
const MAX_PAGES = 65_536; // all that a 32-bit address reaches

/** Regions of a linear memory, one after the other, each at a cache line. */
export interface Regions {
  /** Address of a new region of so many bytes. */
  take(bytes: number): number;
  /** Pages that hold all of them; throws what `tooLarge` makes where they would pass 4 GiB. */
  pages(tooLarge: (expected: string, received: string) => Error): number;
}

/** Starts behind the head of a kernel's memory. */
export function createRegions(): Regions {
  let end = HEAD_BYTES;
  return {
    take(bytes) {
      const start = end;
      end += wholeCacheLines(bytes);
      return start;
    },
    pages(tooLarge) {
      const pages = Math.ceil(end / PAGE_BYTES);
      if (pages <= MAX_PAGES) return pages;
      throw tooLarge('at most 4 GiB of memory', `${(end / 2 ** 30).toFixed(1)} GiB`);
    },
  };
}

/** The next multiple of a cache line. */
export function wholeCacheLines(bytes: number): number {
  return Math.ceil(bytes / CACHE_LINE_BYTES) * CACHE_LINE_BYTES;
}
