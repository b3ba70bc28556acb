const CACHE_LINE_BYTES = 64;
/** The job and, from byte 128 on, the constants of the module (`--memoryBase`). */
const HEAD_BYTES = 1024;
const PAGE_BYTES = 65_536;

/** All that a 32-bit address reaches: 4 GiB. */
export const MAX_PAGES = 65_536;

/** Regions of a linear memory, one after the other, each at a cache line. */
export interface Regions {
  /** Address of a new region of so many bytes. */
  take(bytes: number): number;
  /** Bytes up to the end of the last one. */
  bytes(): number;
  /** Pages that hold all of them. */
  pages(): number;
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
    bytes: () => end,
    pages: () => Math.ceil(end / PAGE_BYTES),
  };
}

/** The next multiple of a cache line. */
export function wholeCacheLines(bytes: number): number {
  return Math.ceil(bytes / CACHE_LINE_BYTES) * CACHE_LINE_BYTES;
}
