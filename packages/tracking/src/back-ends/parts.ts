/** Cuts a list into parts of at most `maxItems` that are at most `maxBytes` as JSON; an item above that is alone. */
export function inParts<Item>(
  items: readonly Item[],
  { maxItems, maxBytes }: { readonly maxItems: number; readonly maxBytes: number },
): readonly (readonly Item[])[] {
  const parts: Item[][] = [];
  let part: Item[] = [];
  let bytes = 0;
  for (const item of items) {
    const size = Buffer.byteLength(JSON.stringify(item)) + 1;
    if (part.length > 0 && (part.length === maxItems || bytes + size > maxBytes)) {
      parts.push(part);
      part = [];
      bytes = 0;
    }
    part.push(item);
    bytes += size;
  }
  return part.length > 0 ? [...parts, part] : parts;
}
