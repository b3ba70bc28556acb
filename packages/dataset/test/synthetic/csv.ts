/** Rows of a CSV text as objects; quoted fields hold neither quotes nor line feeds here. */
export function parseCsv(text: string): Record<string, string>[] {
  const [header = '', ...lines] = text.trimEnd().split('\n');
  const names = header.split(',');
  return lines.map((line) => {
    const fields = Array.from(
      line.matchAll(/(?:^|,)(?:"([^"]*)"|([^,]*))/g),
      (field) => field[1] ?? field[2] ?? '',
    );
    if (fields.length !== names.length) throw new Error(`ragged row: ${line}`);
    return Object.fromEntries(names.map((name, index) => [name, fields[index] ?? '']));
  });
}

/** A bracketed list of ids in Python's form. */
export function parseIds(field: string): string[] {
  return Array.from(field.matchAll(/'([0-9a-f]{64})'/g), (id) => id[1]!);
}
