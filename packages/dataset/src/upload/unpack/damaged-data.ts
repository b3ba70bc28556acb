/** Packed data is cut short, damaged, or uses what we do not read; the source's error is made from it. */
export class DamagedDataError extends Error {
  override readonly name = 'DamagedDataError';
  /** Such as gzip. */
  readonly format: string;
  /** What is wrong, as the end of 'the gzip data is at fault: ...'. */
  readonly reason: string;

  constructor(format: string, reason: string, options?: ErrorOptions) {
    super(`${format}: ${reason}`, options);
    this.format = format;
    this.reason = reason;
  }
}
