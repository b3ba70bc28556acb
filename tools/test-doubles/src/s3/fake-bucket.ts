import { createHash, randomUUID } from 'node:crypto';

/** An object as S3 keeps it. */
export interface FakeObject {
  readonly body: Buffer;
  readonly etag: string;
  readonly modifiedAt: Date;
  readonly metadata: Readonly<Record<string, string>>;
}

/** An upload under way. */
export interface FakeUpload {
  readonly key: string;
  readonly metadata: Readonly<Record<string, string>>;
  initiated: Date;
  readonly parts: Map<
    number,
    { readonly body: Buffer; readonly etag: string; readonly crc32: string }
  >;
}

/** What the server holds. */
export class FakeBucket {
  readonly name: string;
  readonly leastPartBytes: number;
  readonly objects = new Map<string, FakeObject>();
  readonly uploads = new Map<string, FakeUpload>();
  /** Keys as they were before the last write: what a stale listing shows. */
  keysBefore: readonly string[] = [];

  constructor(name: string, leastPartBytes: number) {
    this.name = name;
    this.leastPartBytes = leastPartBytes;
  }

  put(
    key: string,
    body: Buffer,
    metadata: Readonly<Record<string, string>>,
    etag = etagOf(body),
  ): FakeObject {
    this.keysBefore = [...this.objects.keys()];
    const object = { body, etag, metadata, modifiedAt: new Date() };
    this.objects.set(key, object);
    return object;
  }

  begin(key: string, metadata: Readonly<Record<string, string>>): string {
    const id = randomUUID();
    this.uploads.set(id, { key, metadata, initiated: new Date(), parts: new Map() });
    return id;
  }
}

export function etagOf(body: Buffer): string {
  return `"${createHash('md5').update(body).digest('hex')}"`;
}
