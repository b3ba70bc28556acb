/** Bytes of a file that cannot be had; `message` is a reason without the file's name. */
export class BrokenBytesError extends Error {}

/** A file holds more, unpacked, than is read of it. */
export class TooManyBytesError extends BrokenBytesError {
  readonly limitBytes: number;

  constructor(limitBytes: number, fileBytes: number) {
    super(
      `its ${fileBytes} bytes unpack to more than ${limitBytes}, which is the limit. If that is no mistake, set maxUnpackedBytes higher, or unpack it first.`,
    );
    this.limitBytes = limitBytes;
  }
}
