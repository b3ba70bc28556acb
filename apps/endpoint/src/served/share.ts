/** FNV-1a over UTF-16 units, then the finaliser of MurmurHash3: every bit of the key moves every bit of the result. */
const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/**
 * Where a key falls in [0, 1): always the same place for the same key, evenly spread over keys.
 * A challenger with a share of .05 answers the keys below .05; a greater share keeps all of them and adds more.
 *
 * @param key session or request id
 */
export function placeOf(key: string): number {
  let hash = FNV_OFFSET;
  for (let index = 0; index < key.length; index += 1) {
    hash = Math.imul(hash ^ key.charCodeAt(index), FNV_PRIME);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}
