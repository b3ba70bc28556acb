/** JSON as wandb writes it: NaN and the infinities are bare words. */
export type JsonText = string;

/** @param value of a metric or parameter */
export function jsonText(value: string | number | boolean | null): JsonText {
  return typeof value === 'number' && !Number.isFinite(value)
    ? String(value)
    : JSON.stringify(value);
}

/** An object of values that are JSON already. */
export function jsonObject(fields: Readonly<Record<string, JsonText>>): JsonText {
  const members = Object.entries(fields).map(([name, text]) => `${JSON.stringify(name)}:${text}`);
  return `{${members.join(',')}}`;
}
