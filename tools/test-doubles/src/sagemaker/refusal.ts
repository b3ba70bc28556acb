/** An answer that is no success, as AWS writes it. */
export class Refusal extends Error {
  readonly status: number;
  readonly code: string;
  readonly more: Readonly<Record<string, unknown>>;

  constructor(
    code: string,
    message: string,
    { status = 400, more = {} }: { status?: number; more?: Readonly<Record<string, unknown>> } = {},
  ) {
    super(message);
    this.code = code;
    this.status = status;
    this.more = more;
  }
}

export const invalid = (message: string): Refusal => new Refusal('ValidationException', message);
