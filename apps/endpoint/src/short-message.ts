/** A person reads no more of a message; names and lists in it may come from a bundle, which sets their length. */
const MAX_CHARACTERS = 1_500;

/** The message of what was thrown, cut where it is too long to be read. */
export function shortMessage(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const more = message.length - MAX_CHARACTERS;
  return more > 0 ? `${message.slice(0, MAX_CHARACTERS)}... (${more} characters more)` : message;
}
