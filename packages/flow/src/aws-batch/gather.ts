interface GatherOptions<Item> {
  /** Items of one group are done together. */
  readonly groupOf: (item: Item) => string;
  /** Puts the items of a group in order, whenever each came. */
  readonly compare: (a: Item, b: Item) => number;
  /** A group is done when none has come for so long. */
  readonly quietMs: number;
  /** A group of so many is done at once. */
  readonly most: number;
}

interface Member<Item, Result> {
  readonly item: Item;
  readonly stop: AbortSignal;
  readonly settle: (result: Result) => void;
  readonly fail: (error: unknown) => void;
}

/**
 * Gathers items that come shortly after each other and does those of one group together.
 *
 * @param work gives a result for each item, in their order
 * @returns does an item and gives its result; one that is stopped while its group is gathered is not done
 */
export function gather<Item, Result>(
  work: (items: readonly Item[]) => Promise<readonly Result[]>,
  { groupOf, compare, quietMs, most }: GatherOptions<Item>,
): (item: Item, stop: AbortSignal) => Promise<Result> {
  const groups = new Map<string, { members: Member<Item, Result>[]; timer?: NodeJS.Timeout }>();
  const flush = async (name: string): Promise<void> => {
    const { members = [], timer } = groups.get(name) ?? {};
    clearTimeout(timer);
    groups.delete(name);
    for (const { stop, fail } of members) if (stop.aborted) fail(stop.reason);
    const wanted = members
      .filter(({ stop }) => !stop.aborted)
      .sort((a, b) => compare(a.item, b.item));
    if (wanted.length === 0) return;
    try {
      const results = await work(wanted.map(({ item }) => item));
      for (const [at, { settle, fail }] of wanted.entries()) {
        const result = results[at];
        if (result === undefined) fail(new TypeError(`gathered items: no result ${at}`));
        else settle(result);
      }
    } catch (error) {
      for (const { fail } of wanted) fail(error);
    }
  };
  return (item, stop) =>
    new Promise((settle, fail) => {
      const name = groupOf(item);
      const group = groups.get(name) ?? { members: [] };
      groups.set(name, group);
      group.members.push({ item, stop, settle, fail });
      clearTimeout(group.timer);
      if (group.members.length >= most) void flush(name);
      else group.timer = setTimeout(() => void flush(name), quietMs);
    });
}
