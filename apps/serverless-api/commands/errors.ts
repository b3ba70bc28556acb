/** A command cannot do its work; the message is for the person who ran it. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
}
