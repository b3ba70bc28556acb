import { readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  setVariable,
  startFakeS3,
  withTestCredentials,
  type FakeS3,
  type Fault,
} from '@lf/test-doubles/s3';
import { S3Error, openStore } from '../../src/index.ts';
import type { ObjectStore, S3Options } from '../../src/index.ts';
import { tempDirectory } from '../temp-directory.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const text = (data: Uint8Array): string => new TextDecoder().decode(data);

const PART = 5 * 2 ** 20;

withTestCredentials();
let fake: FakeS3;
beforeEach(async () => {
  fake = await startFakeS3();
});
afterEach(() => fake.close());

async function storeWith(options: S3Options = {}, url = 's3://bucket/shop'): Promise<ObjectStore> {
  return openStore(url, {
    s3: {
      endpoint: fake.endpoint,
      cacheDirectory: await tempDirectory(),
      partBytes: PART,
      retries: { attempts: 4, firstWaitMs: 4, budgetMs: 10_000 },
      ...options,
    },
  });
}

/** What a call throws. */
async function errorOf(call: Promise<unknown>): Promise<S3Error> {
  const error: unknown = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof S3Error) return error;
  throw new Error(`expected an S3Error, got ${String(error)}`);
}

/** Begins a listing. */
async function first(keys: AsyncIterable<string>): Promise<string | undefined> {
  for await (const key of keys) return key;
  return undefined;
}

const refuse = (status: number, code: string, extra: Record<string, string> = {}): Fault => ({
  kind: 'refuse',
  ...{ status, code, extra },
});

describe('a fault that passes', () => {
  it.each<[string, Fault]>([
    ['500', refuse(500, 'InternalError')],
    ['503 SlowDown', refuse(503, 'SlowDown')],
    ['a page of HTML from a proxy', { kind: 'html', status: 502 }],
    ['a connection that is reset', { kind: 'reset' }],
    ['an answer that is lost', { kind: 'lost' }],
    ['400 RequestTimeout', refuse(400, 'RequestTimeout')],
  ])('is waited out: %s', async (_, fault) => {
    const store = await storeWith();
    for (const operation of [
      'PutObject',
      'HeadObject',
      'GetObject',
      'ListObjectsV2',
      'DeleteObject',
    ]) {
      fake.fail(fault, { operation, times: 2 });
    }
    await store.put('a', bytes('one'));
    expect(await store.exists('a')).toBe(true);
    expect(text(await store.get('a'))).toBe('one');
    const keys: string[] = [];
    for await (const key of store.list('')) keys.push(key);
    expect(keys).toEqual(['a']);
    await store.delete('a');
    expect(fake.bucket.objects.size).toBe(0);
    expect(fake.operations.filter((each) => each === 'PutObject')).toHaveLength(3);
  });

  it('is waited out in every part of an upload and of a download', async () => {
    const store = await storeWith();
    const large = Buffer.alloc(3 * PART + 100, 'local flow');
    const path = join(await tempDirectory(), 'large');
    await writeFile(path, large);
    for (const operation of ['CreateMultipartUpload', 'UploadPart', 'CompleteMultipartUpload']) {
      fake.fail({ kind: 'reset' }, { operation });
      fake.fail(refuse(503, 'SlowDown'), { operation, after: 1 });
    }
    await store.putFile('large', path);
    fake.fail({ kind: 'cut' }, { operation: 'GetObject', times: 3 });
    await store.getFile('large', `${path}-back`);
    expect(fake.bucket.objects.get('shop/large')?.body.equals(large)).toBe(true);
    expect(fake.bucket.uploads.size).toBe(0);
  });

  it('goes on in the middle of a range that was cut', async () => {
    const store = await storeWith();
    await store.put('a', Buffer.alloc(1000, 'x'));
    fake.fail({ kind: 'cut' }, { operation: 'GetObject' });
    await store.localPath('a');
    const ranges = fake.requests
      .filter(({ operation }) => operation === 'GetObject')
      .map(({ headers }) => headers['range']);
    expect(ranges[0]).toBe('bytes=0-999');
    expect(ranges[1]).toBe('bytes=500-999');
  });

  it('knows an upload as its own whose last answer was lost', async () => {
    const store = await storeWith();
    fake.fail({ kind: 'lost' }, { operation: 'CompleteMultipartUpload' });
    await store.put('a', Buffer.alloc(PART + 1, 'x'));
    expect(fake.bucket.objects.get('shop/a')?.body.length).toBe(PART + 1);
  });

  it('knows an object as its own whose creation was told by a lost answer', async () => {
    const store = await storeWith();
    fake.fail({ kind: 'lost' }, { operation: 'PutObject' });
    const etag = await store.create('lock', bytes('mine'));
    expect((await store.read('lock')).etag).toBe(etag);
    fake.fail({ kind: 'lost' }, { operation: 'PutObject' });
    await store.replace('lock', bytes('still mine'), etag);
    expect(text(await store.get('lock'))).toBe('still mine');
  });

  it('does not take the object of another for its own after a lost connection', async () => {
    const store = await storeWith();
    await store.create('lock', bytes('theirs'));
    fake.fail({ kind: 'reset' }, { operation: 'PutObject' });
    await expect(store.create('lock', bytes('mine'))).rejects.toMatchObject({
      code: 'object_conflict',
    });
  });

  it('sends and reads again what was damaged on its way', async () => {
    const store = await storeWith();
    fake.fail(refuse(400, 'BadDigest'), { operation: 'PutObject' });
    await store.put('a', bytes('right'));
    fake.fail({ kind: 'flip' }, { operation: 'GetObject' });
    expect(text(await store.get('a'))).toBe('right');
    fake.fail({ kind: 'flip' }, { operation: 'GetObject' });
    expect(await store.localPath('a')).toMatch(/in-use-/);
    expect(fake.operations.filter((each) => each === 'GetObject')).toHaveLength(4);
  });

  it('signs with the time of the server when the clock is off by an hour, and says so', async () => {
    const warnings: string[] = [];
    const store = await storeWith({ onWarning: (message) => warnings.push(message) });
    fake.clockOffsetMs = 60 * 60 * 1000;
    await store.put('a', bytes('late'));
    expect(text(await store.get('a'))).toBe('late');
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain('the clock of this machine is off by 60 minutes (it is behind)');
  });
});

describe('a fault that stays', () => {
  it.each<[string, Fault, string, RegExp, boolean]>([
    ['500', refuse(500, 'InternalError'), 's3_unavailable', /S3 failed.*Go on later/, true],
    ['throttling', refuse(503, 'SlowDown'), 's3_throttled', /fewer requests.*LF_MAX_WORKERS/, true],
    [
      'cut connections',
      { kind: 'reset' },
      's3_connection',
      /no answer came.*Check the network/,
      true,
    ],
    ['denied', refuse(403, 'AccessDenied'), 's3_denied', /may not do that.*s3:PutObject/, false],
    [
      'expired credentials',
      refuse(400, 'ExpiredToken'),
      's3_credentials_expired',
      /expired.*aws sso login/,
      false,
    ],
    [
      'a wrong secret',
      refuse(403, 'SignatureDoesNotMatch'),
      's3_credentials_refused',
      /get-caller-identity/,
      false,
    ],
    [
      'another region',
      refuse(301, 'PermanentRedirect'),
      's3_wrong_region',
      /another region.*AWS_DEFAULT_REGION/,
      false,
    ],
    [
      'a wrong clock',
      refuse(403, 'RequestTimeTooSkewed'),
      's3_clock_skew',
      /clock of this machine is wrong.*timedatectl/,
      false,
    ],
    ['an unknown request', refuse(501, 'NotImplemented'), 's3_unsupported', /does not know/, false],
  ])('ends with what to do: %s', async (_, fault, code, message, retryable) => {
    const store = await storeWith();
    fake.fail(fault, { operation: '*', times: 100 });
    const calls = [
      () => store.put('a', bytes('x')),
      () => store.get('a'),
      () => store.exists('a'),
      () => first(store.list('')),
      () => store.create('a', bytes('x')),
      () => store.localPath('a'),
    ];
    for (const call of calls) {
      const error = await errorOf(call());
      expect(error.code).toBe(code);
      expect(error.message).toMatch(message);
      expect(error.message).toMatch(/^(Writing|Reading|Looking at|Listing) s3:\/\/bucket\/shop/);
      expect(error.message.split('\n')).toHaveLength(1);
      expect(error.retryable).toBe(retryable);
    }
  });

  it('names the bucket that is not there', async () => {
    const store = await storeWith({}, 's3://another/shop');
    const error = await errorOf(store.put('a', bytes('x')));
    expect(error.code).toBe('s3_bucket_not_found');
    expect(error.message).toContain('aws s3 mb s3://another');
  });

  it('names the region that the bucket is in', async () => {
    const store = await storeWith({ region: 'eu-west-1' });
    const error = await errorOf(store.put('a', bytes('x')));
    expect(error.code).toBe('s3_wrong_region');
    expect(error.message).toContain('(us-east-1)');
  });

  it('says that there are no credentials', async () => {
    setVariable('AWS_ACCESS_KEY_ID', undefined);
    try {
      const error = await errorOf((await storeWith()).put('a', bytes('x')));
      expect(error.code).toBe('s3_no_credentials');
      expect(error.message).toContain('AWS_PROFILE');
      expect(fake.operations).toEqual([]);
    } finally {
      setVariable('AWS_ACCESS_KEY_ID', 'test');
    }
  });

  it('says that nobody answers at the endpoint', async () => {
    const store = await storeWith();
    await fake.close();
    const error = await errorOf(store.put('a', bytes('x')));
    expect(error.code).toBe('s3_connection');
    expect(error.message).toContain('ECONNREFUSED');
  });

  it('throws the parts of a failed upload away', async () => {
    const store = await storeWith();
    fake.fail(refuse(403, 'AccessDenied'), { operation: 'UploadPart', after: 2, times: 100 });
    const error = await errorOf(store.put('a', Buffer.alloc(5 * PART, 'x')));
    expect(error.code).toBe('s3_denied');
    expect(fake.bucket.uploads.size).toBe(0);
    expect(fake.bucket.objects.size).toBe(0);
  });

  it('throws the parts away when the file changes while it is read', async () => {
    const store = await storeWith();
    const path = join(await tempDirectory(), 'growing');
    await writeFile(path, Buffer.alloc(2 * PART, 'x'));
    fake.before = async ({ operation }) => {
      if (operation === 'UploadPart') await writeFile(path, Buffer.alloc(2 * PART, 'y'));
    };
    await expect(store.putFile('a', path)).rejects.toThrow('changed while it was read');
    expect(fake.bucket.uploads.size).toBe(0);
    expect(fake.bucket.objects.size).toBe(0);
  });

  it('keeps no copy of bytes that are not those that were put', async () => {
    const cacheDirectory = await tempDirectory();
    const store = await storeWith({ cacheDirectory });
    await store.put('a', bytes('right'));
    const object = fake.bucket.objects.get('shop/a');
    fake.bucket.put('shop/a', Buffer.from('wrong'), object?.metadata ?? {});
    await expect(store.localPath('a')).rejects.toMatchObject({ code: 'object_damaged' });
    await expect(store.get('a')).rejects.toMatchObject({ code: 'object_damaged' });
    expect((await readdir(cacheDirectory)).filter((name) => !name.startsWith('in-use-'))).toEqual(
      [],
    );
  });
});

describe('a listing', () => {
  it('is in order and names each key once, whatever order the server has', async () => {
    const store = await storeWith();
    for (const key of ['a', 'b', 'c', 'd']) await store.put(key, bytes(key));
    fake.fail({ kind: 'stale' }, { operation: 'ListObjectsV2' });
    const keys: string[] = [];
    for await (const key of store.list('')) keys.push(key);
    // The last of them is not listed yet
    expect(keys).toEqual(['a', 'b', 'c']);
  });
});

describe('what is asked for', () => {
  it('is encrypted, paid by the requester and signed as the options say', async () => {
    const store = await storeWith({
      encryption: 'aws:kms',
      kmsKeyId: 'alias/shop',
      requesterPays: true,
    });
    await store.put('small', bytes('x'));
    await store.put('large', Buffer.alloc(PART + 1));
    await store.get('small');
    const sent = new Map(fake.requests.map((request) => [request.operation, request.headers]));
    for (const operation of ['PutObject', 'CreateMultipartUpload']) {
      expect(sent.get(operation)).toMatchObject({
        'x-amz-server-side-encryption': 'aws:kms',
        'x-amz-server-side-encryption-aws-kms-key-id': 'alias/shop',
      });
    }
    for (const [operation, headers] of sent) {
      expect([operation, headers['x-amz-request-payer']]).toEqual([operation, 'requester']);
    }
  });

  it('has the keys of the prefix alone', async () => {
    fake.bucket.put('shopping/a', Buffer.from('x'), {});
    fake.bucket.put('shop/', Buffer.from(''), {});
    fake.bucket.put('shop/folder/', Buffer.from(''), {});
    fake.bucket.put('shop/b', Buffer.from('x'), {});
    const keys: string[] = [];
    for await (const key of (await storeWith()).list('')) keys.push(key);
    expect(keys).toEqual(['b']);
    const whole: string[] = [];
    for await (const key of (await storeWith({}, 's3://bucket')).list('')) whole.push(key);
    expect(whole).toEqual(['shop/b', 'shopping/a']);
  });

  it.each(['s3://', 's3://a', 's3:///shop', 's3://bucket/a//b', 's3://bucket/../b', 's3:bucket'])(
    'is refused at the URL %s',
    (url) => {
      expect(() => openStore(url)).toThrow(/Examples: file:.lf, s3:\/\/bucket\/prefix/);
    },
  );
});

describe('a sweep', () => {
  it('throws away uploads of more than a day ago, and no other', async () => {
    const store = await storeWith();
    const old = fake.bucket.begin('shop/old', {});
    const young = fake.bucket.begin('shop/young', {});
    const others = fake.bucket.begin('elsewhere/old', {});
    for (const id of [old, others]) {
      const upload = fake.bucket.uploads.get(id);
      if (upload) upload.initiated = new Date(Date.now() - 25 * 60 * 60 * 1000);
    }
    await store.sweep();
    expect([...fake.bucket.uploads.keys()]).toEqual([young, others]);
  });

  it('says what stays where uploads may not be listed', async () => {
    const warnings: string[] = [];
    const store = await storeWith({ onWarning: (message) => warnings.push(message) });
    fake.fail(refuse(403, 'AccessDenied'), { operation: 'ListMultipartUploads' });
    await store.sweep();
    expect(warnings.join()).toContain('s3:ListBucketMultipartUploads');
    fake.fail(refuse(501, 'NotImplemented'), { operation: 'ListMultipartUploads', after: 1 });
    await store.sweep();
    expect(warnings).toHaveLength(1);
  });
});

describe('the cache', () => {
  const downloads = (): number => fake.operations.filter((each) => each === 'GetObject').length;

  it('reads an object once, and again when its copy was deleted or changed', async () => {
    const cacheDirectory = await tempDirectory();
    const store = await storeWith({ cacheDirectory });
    await store.put('a', bytes('kept'));
    await store.localPath('a');
    const path = await store.localPath('a');
    expect(downloads()).toBe(1);
    await writeFile(path, 'changed by someone');
    await store.localPath('a');
    expect(downloads()).toBe(2);
    await rm(cacheDirectory, { recursive: true });
    await store.localPath('a');
    expect(downloads()).toBe(3);
    await (await storeWith({ cacheDirectory })).localPath('a');
    expect(downloads()).toBe(3);
  });

  it('gives many objects at once, each by a path of its own', async () => {
    const store = await storeWith();
    const keys = Array.from({ length: 20 }, (_, n) => `many/${n}`);
    await Promise.all(keys.map((key) => store.put(key, bytes(key))));
    const paths = await Promise.all(keys.map((key) => store.localPath(key)));
    expect(new Set(paths).size).toBe(20);
    for (const [n, path] of paths.entries()) expect(await readFile(path, 'utf8')).toBe(keys[n]);
  });

  it('holds a file that was stored from here, which is not fetched', async () => {
    const store = await storeWith();
    const path = join(await tempDirectory(), 'mine');
    await writeFile(path, 'mine', { mode: 0o400 });
    await store.putFile('a', path);
    expect(await readFile(await store.localPath('a'), 'utf8')).toBe('mine');
    expect(downloads()).toBe(0);
  });

  it('drops what was not used for longest, and nothing that is in use', async () => {
    const cacheDirectory = await tempDirectory();
    const store = await storeWith({ cacheDirectory, cacheBytes: 250 });
    const paths: string[] = [];
    for (const key of ['a', 'b', 'c']) {
      await store.put(key, Buffer.alloc(100, key));
      paths.push(await store.localPath(key));
      await new Promise((next) => setTimeout(next, 5));
      if (key === 'b') await store.localPath('a');
    }
    const kept = (await readdir(cacheDirectory)).filter((name) => /^[0-9a-f]{64}$/.test(name));
    expect(kept).toHaveLength(2);
    for (const path of paths) expect(await readdir(join(path, '..'))).not.toEqual([]);
    await store.localPath('a');
    expect(downloads()).toBe(3);
    await store.localPath('b');
    expect(downloads()).toBe(4);
  });

  it('gives the new bytes after an object was replaced', async () => {
    const store = await storeWith();
    await store.put('a', bytes('old'));
    const old = await store.localPath('a');
    await store.put('a', bytes('new'));
    expect(await readFile(await store.localPath('a'), 'utf8')).toBe('new');
    expect(await readFile(old, 'utf8')).toBe('old');
  });
});
