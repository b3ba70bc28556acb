/** File name -> bytes. */
export function sizesOf(
  files: Readonly<Record<string, Uint8Array>>,
): Readonly<Record<string, number>> {
  const sizes = Object.entries(files).map(([name, bytes]) => [name, bytes.length] as const);
  return Object.fromEntries(sizes.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
