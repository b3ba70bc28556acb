import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  claimDeletion,
  DeletionUnderWayError,
  guardWrites,
  InvalidKeyError,
  ObjectConflictError,
  ObjectNotFoundError,
  raceCreates,
} from '../../src/index.ts';
import type { ObjectStore } from '../../src/index.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const text = (data: Uint8Array): string => new TextDecoder().decode(data);

/** A file outside the store, gone when the test ends. */
async function localFile(content: string | Uint8Array): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'lf-store-'));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  const path = join(directory, 'local');
  await writeFile(path, content);
  return path;
}

/** Bytes of which no two neighbouring megabytes are alike. */
function pattern(length: number): Buffer {
  const all = Buffer.alloc(length);
  for (let place = 0; place < length; place += 1) all[place] = (place * 31 + (place >> 16)) & 255;
  return all;
}

async function* inChunks(all: Buffer, size: number): AsyncIterable<Uint8Array> {
  for (let start = 0; start < all.length; start += size) yield all.subarray(start, start + size);
}

async function keys(store: ObjectStore, prefix: string): Promise<string[]> {
  const found: string[] = [];
  for await (const key of store.list(prefix)) found.push(key);
  return found;
}

/** What some servers cannot do. */
export interface StoreLimits {
  /** Let many through who write on one condition at once. */
  readonly racyConditions?: boolean;
  /** Ignore conditions, and are found out. */
  readonly noConditions?: boolean;
  /** Keep objects as files, so that no key may be the folder of another. */
  readonly foldersAreNoKeys?: boolean;
}

/** What every object store must do; `open` gives an empty store, gone when the test ends. */
export function describeStore(
  name: string,
  open: () => Promise<ObjectStore>,
  limits: StoreLimits = {},
): void {
  describe(name, () => {
    it('lists what it knows of each object', async () => {
      const store = await open();
      const from = Date.now() - 2000; // S3 tells whole seconds
      await store.put('b/two', bytes('22'));
      await store.put('b/one', bytes('1'));
      await store.put('c', bytes('3'));
      const found = [];
      for await (const entry of store.entries('b/')) found.push(entry);
      expect(found.map(({ key, bytes: size }) => [key, size])).toEqual([
        ['b/one', 1],
        ['b/two', 2],
      ]);
      for (const { modifiedAt } of found) expect(modifiedAt.getTime()).toBeGreaterThan(from);
    });

    it('gives back the bytes that were put', async () => {
      const store = await open();
      await store.put('a/b.bin', new Uint8Array([0, 255, 10, 13]));
      expect([...(await store.get('a/b.bin'))]).toEqual([0, 255, 10, 13]);
    });

    it('puts an empty object', async () => {
      const store = await open();
      await store.put('empty', new Uint8Array(0));
      expect((await store.get('empty')).length).toBe(0);
      expect(await store.exists('empty')).toBe(true);
    });

    it('puts a stream of chunks', async () => {
      const store = await open();
      await store.put('stream', chunks());
      expect(text(await store.get('stream'))).toBe('one two');
      async function* chunks(): AsyncIterable<Uint8Array> {
        yield bytes('one ');
        yield bytes('two');
      }
    });

    it('replaces an object', async () => {
      const store = await open();
      await store.put('key', bytes('a longer first text'));
      await store.put('key', bytes('second'));
      expect(text(await store.get('key'))).toBe('second');
    });

    it('keeps the old object and leaves nothing behind when a stream fails', async () => {
      const store = await open();
      await store.put('key', bytes('old'));
      await expect(store.put('key', failing())).rejects.toThrow('source broke');
      expect(text(await store.get('key'))).toBe('old');
      expect(await keys(store, '')).toEqual(['key']);
      async function* failing(): AsyncIterable<Uint8Array> {
        yield bytes('half');
        throw new Error('source broke');
      }
    });

    it('shows readers the old object until the new one is whole', async () => {
      const store = await open();
      await store.put('key', bytes('old'));
      const seen: string[] = [];
      await store.put('key', slow());
      expect(seen).toEqual(['old', 'old']);
      expect(text(await store.get('key'))).toBe('new text');
      async function* slow(): AsyncIterable<Uint8Array> {
        seen.push(text(await store.get('key')));
        yield bytes('new ');
        seen.push(text(await store.get('key')));
        yield bytes('text');
      }
    });

    it('ends with one of the texts when two writers meet', async () => {
      const store = await open();
      const texts = ['first writer', 'second', 'third one'];
      await Promise.all(texts.map((value) => store.put('key', bytes(value))));
      expect(texts).toContain(text(await store.get('key')));
      expect(await keys(store, '')).toEqual(['key']);
    });

    it('copies a local file in and gives a local path out', async () => {
      const store = await open();
      const local = await localFile('from disk');
      await store.putFile('deep/er/object', local);
      await writeFile(local, 'changed later');
      expect(text(await store.get('deep/er/object'))).toBe('from disk');
      expect(await readFile(await store.localPath('deep/er/object'), 'utf8')).toBe('from disk');
    });

    it('copies an object out into a file of its own', async () => {
      const store = await open();
      const local = await localFile('');
      await store.put('a/b', bytes('inside'));
      await store.getFile('a/b', local);
      await writeFile(local, 'changed outside');
      expect(text(await store.get('a/b'))).toBe('inside');
      await store.getFile('a/b', local);
      expect(await readFile(local, 'utf8')).toBe('inside');
    });

    it('tells size, time and digest of an object', async () => {
      const store = await open();
      const before = Date.now();
      await store.put('a', bytes('twelve bytes'));
      const { bytes: size, modifiedAt } = await store.head('a');
      expect(size).toBe(12);
      // Servers tell whole seconds.
      expect(Math.abs(modifiedAt.getTime() - before)).toBeLessThan(60_000);
      expect(await store.digest('a')).toEqual({
        bytes: 12,
        sha256: createHash('sha256').update('twelve bytes').digest('hex'),
      });
    });

    it('puts a large file and a large stream, and gives every byte back', async () => {
      const store = await open();
      const large = pattern(12 * 2 ** 20 + 17);
      const sha256 = createHash('sha256').update(large).digest('hex');
      await store.putFile('file', await localFile(large));
      await store.put('bytes', large);
      await store.put('stream', inChunks(large, 700_001));
      for (const key of ['file', 'bytes', 'stream']) {
        expect(await store.digest(key)).toEqual({ bytes: large.length, sha256 });
        expect(Buffer.compare(await store.get(key), large)).toBe(0);
        expect(Buffer.compare(await readFile(await store.localPath(key)), large)).toBe(0);
        const out = await localFile('');
        await store.getFile(key, out);
        expect(Buffer.compare(await readFile(out), large)).toBe(0);
      }
    });

    it('lists more than a thousand keys and folders, each once', async () => {
      const store = await open();
      const names = Array.from({ length: 1003 }, (_, n) => String(n).padStart(4, '0'));
      const wanted = names.map((name) => `many/${name}/x`);
      for (let start = 0; start < wanted.length; start += 50) {
        await Promise.all(wanted.slice(start, start + 50).map((key) => store.put(key, bytes(key))));
      }
      expect(await keys(store, 'many/')).toEqual(wanted);
      expect(await store.folders('many/')).toEqual(names);
    });

    it('keeps keys of any characters apart', async () => {
      const store = await open();
      const odd = ['a b', 'a+b', 'a%20b', 'ä/ö', "it's & <that>", 'a?b#c', '日本', 'e=1;f@g,h$'];
      for (const key of odd) await store.put(key, bytes(key));
      for (const key of odd) expect(text(await store.get(key))).toBe(key);
      expect((await keys(store, '')).sort()).toEqual([...odd].sort());
      for (const key of odd) await store.delete(key);
      expect(await keys(store, '')).toEqual([]);
    });

    if (limits.noConditions === true) {
      it('finds out that the server ignores conditions', async () => {
        const store = await open();
        await expect(store.create('lock', bytes('mine'))).rejects.toMatchObject({
          code: 's3_unconditional',
        });
        await expect(claimDeletion(store)).rejects.toMatchObject({ code: 's3_unconditional' });
        expect(await keys(store, '')).toEqual([]);
      });
    } else {
      it('lets one process delete at a time, and a guarded write outlast it', async () => {
        const inner = await open();
        const waited: string[] = [];
        const store = guardWrites(inner, {
          isGuarded: (key) => key.startsWith('kept/'),
          onWait: (key) => void waited.push(key),
        });
        const claim = await claimDeletion(inner);
        await expect(claimDeletion(inner)).rejects.toThrow(DeletionUnderWayError);
        await store.put('other', bytes('not guarded'));
        let isWritten = false;
        const written = store.put('kept/a', bytes('a')).then(() => (isWritten = true));
        await expect.poll(() => waited).toEqual(['kept/a']);
        // What was found old before it was written anew
        await claim.mayDelete();
        await inner.delete('kept/a');
        expect(isWritten).toBe(false);
        await claim.release();
        await written;
        expect(text(await inner.get('kept/a'))).toBe('a');
        await store.putFile('kept/b', await localFile('b'));
        expect(waited).toEqual(['kept/a']);
        await (await claimDeletion(inner)).release();
      });

      it('creates an object once', async () => {
        const store = await open();
        await store.create('a/lock', bytes('first'));
        await expect(store.create('a/lock', bytes('second'))).rejects.toThrow(ObjectConflictError);
        expect(text(await store.get('a/lock'))).toBe('first');
        await store.delete('a/lock');
        await store.create('a/lock', bytes('third'));
        expect(text(await store.get('a/lock'))).toBe('third');
      });

      it('replaces the version that was read, and no other', async () => {
        const store = await open();
        const first = await store.create('lock', bytes('first'));
        const second = await store.replace('lock', bytes('second'), first);
        await expect(store.replace('lock', bytes('other'), first)).rejects.toThrow(
          ObjectConflictError,
        );
        expect(await store.read('lock')).toEqual({ bytes: await store.get('lock'), etag: second });
        expect(text(await store.get('lock'))).toBe('second');
        await store.put('lock', bytes('by a put'));
        await expect(store.replace('lock', bytes('other'), second)).rejects.toThrow(
          ObjectConflictError,
        );
        await store.delete('lock');
        await expect(store.replace('lock', bytes('other'), second)).rejects.toThrow(
          ObjectConflictError,
        );
      });
    }

    if (limits.noConditions !== true && limits.racyConditions !== true) {
      it('lets one of twenty create, and one of twenty replace', async () => {
        const store = await open();
        const wins = async (attempts: readonly Promise<string>[]): Promise<string[]> => {
          const won: string[] = [];
          for (const attempt of await Promise.allSettled(attempts)) {
            if (attempt.status === 'fulfilled') won.push(attempt.value);
            else expect(attempt.reason).toBeInstanceOf(ObjectConflictError);
          }
          return won;
        };
        const twenty = Array.from({ length: 20 }, (_, n) => bytes(`writer ${n}`));
        const created = await wins(twenty.map((each) => store.create('lock', each)));
        expect(created).toHaveLength(1);
        const [etag = ''] = created;
        expect((await store.read('lock')).etag).toBe(etag);
        const next = twenty.map((each) => Buffer.concat([each, bytes(' again')]));
        const replaced = await wins(next.map((each) => store.replace('lock', each, etag)));
        expect(replaced).toHaveLength(1);
        expect(await raceCreates(store)).toBe(1);
        expect(await keys(store, '')).toEqual(['lock']);
      });

      it('deletes the version that was read, and no other', async () => {
        const store = await open();
        const first = await store.create('lock', bytes('first'));
        const second = await store.replace('lock', bytes('second'), first);
        await expect(store.delete('lock', { etag: first })).rejects.toThrow(ObjectConflictError);
        expect(text(await store.get('lock'))).toBe('second');
        await store.delete('lock', { etag: second });
        expect(await store.exists('lock')).toBe(false);
        await store.delete('lock', { etag: second });
      });
    }

    it('lists keys by prefix in ascending order', async () => {
      const store = await open();
      for (const key of ['b/2', 'b.txt', 'b/10', 'a', 'b/1/x', 'c/1'])
        await store.put(key, bytes(key));
      expect(await keys(store, '')).toEqual(['a', 'b.txt', 'b/1/x', 'b/10', 'b/2', 'c/1']);
      expect(await keys(store, 'b/')).toEqual(['b/1/x', 'b/10', 'b/2']);
      expect(await keys(store, 'b/1')).toEqual(['b/1/x', 'b/10']);
      expect(await keys(store, 'none/')).toEqual([]);
    });

    it('names the folders right below a prefix, each once', async () => {
      const store = await open();
      for (const key of ['runs/rec/1/run.json', 'runs/rec/1/a/log.txt', 'runs/intent/2/run.json'])
        await store.put(key, bytes(key));
      await store.put('runs/readme.txt', bytes('no folder'));
      expect(await store.folders('runs/')).toEqual(['intent', 'rec']);
      expect(await store.folders('runs/rec/')).toEqual(['1']);
      expect(await store.folders('none/')).toEqual([]);
    });

    it('deletes an object, and does not mind if there is none', async () => {
      const store = await open();
      await store.put('a/b', bytes('x'));
      await store.delete('a/b');
      await store.delete('a/b');
      expect(await store.exists('a/b')).toBe(false);
      expect(await keys(store, '')).toEqual([]);
    });

    it('says which object is not there', async () => {
      const store = await open();
      await store.put('folder/object', bytes('x'));
      const below = limits.foldersAreNoKeys === true ? [] : ['folder/object/below'];
      for (const key of ['missing', 'folder', ...below]) {
        expect(await store.exists(key)).toBe(false);
        await expect(store.get(key)).rejects.toThrow(ObjectNotFoundError);
        await expect(store.localPath(key)).rejects.toMatchObject({ code: 'object_not_found', key });
      }
    });

    it.each([
      '',
      '/a',
      'a/',
      'a//b',
      '..',
      'a/../b',
      './a',
      'a\\b',
      '.tmp-x',
      'a/.tmp-x/b',
      'a\0b',
    ])('refuses the key %j', async (key) => {
      const store = await open();
      await expect(store.put(key, bytes('x'))).rejects.toThrow(InvalidKeyError);
    });
  });
}
