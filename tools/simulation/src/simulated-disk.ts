import type { Chance } from './chance.ts';

/** What a disk is told to do wrong, to see that the law notices. */
export interface DiskFlaws {
  /** A write is called done before its bytes and its name are safe from a power cut. */
  readonly forgetsToSync: boolean;
}

/**
 * The objects of a store as its file system keeps them: see docs/model.md. An object that is visible is what processes
 * see; one that is safe survives a power cut.
 */
export class SimulatedDisk {
  readonly #visible = new Map<string, Uint8Array>();
  readonly #safe = new Map<string, Uint8Array>();
  /** Keys whose visible object is not yet the safe one. */
  readonly #unsafe = new Set<string>();
  readonly #flaws: DiskFlaws;

  constructor(flaws: DiskFlaws) {
    this.#flaws = flaws;
  }

  get(key: string): Uint8Array | undefined {
    return this.#visible.get(key);
  }

  /** Keys that start with `prefix`, in ascending order. */
  keys(prefix: string): string[] {
    return [...this.#visible.keys()].filter((key) => key.startsWith(prefix)).sort();
  }

  /** The rename of a file that is synced: all see the new object at once. */
  rename(key: string, bytes: Uint8Array): void {
    this.#visible.set(key, bytes);
    this.#unsafe.add(key);
  }

  /** The sync of the directory: the object as it is now survives a power cut. */
  sync(key: string): void {
    if (this.#flaws.forgetsToSync) return;
    const bytes = this.#visible.get(key);
    if (bytes === undefined) this.#safe.delete(key);
    else this.#safe.set(key, bytes);
    this.#unsafe.delete(key);
  }

  /** Nobody syncs a removal: a power cut may bring the object back. */
  remove(key: string): void {
    this.#visible.delete(key);
    this.#unsafe.add(key);
  }

  /** Of each object that was not safe, the old or the new one is there afterwards. */
  cutPower(chance: Chance): void {
    for (const key of this.#unsafe) {
      const old = this.#safe.get(key);
      const now = this.#visible.get(key);
      const stays = chance.happens(0.5) ? now : old;
      const kept = this.#flaws.forgetsToSync && stays === now ? torn(now, chance) : stays;
      if (kept === undefined) {
        this.#visible.delete(key);
        this.#safe.delete(key);
      } else {
        this.#visible.set(key, kept);
        this.#safe.set(key, kept);
      }
    }
    this.#unsafe.clear();
  }
}

/** Without a sync before the rename the name may be there and the bytes not. */
function torn(bytes: Uint8Array | undefined, chance: Chance): Uint8Array | undefined {
  return bytes?.subarray(0, chance.below(bytes.length + 1));
}
