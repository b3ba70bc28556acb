import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { InvalidKeyError, ObjectNotFoundError } from '../../src/index.ts';
import type { ObjectStore } from '../../src/index.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const text = (data: Uint8Array): string => new TextDecoder().decode(data);

async function keys(store: ObjectStore, prefix: string): Promise<string[]> {
  const found: string[] = [];
  for await (const key of store.list(prefix)) found.push(key);
  return found;
}

/** What every object store must do; `open` gives an empty store, gone when the test ends. */
export function describeStore(name: string, open: () => Promise<ObjectStore>): void {
  describe(name, () => {
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
      const directory = await mkdtemp(join(tmpdir(), 'lf-store-'));
      onTestFinished(() => rm(directory, { recursive: true, force: true }));
      const local = join(directory, 'local');
      await writeFile(local, 'from disk');
      await store.putFile('deep/er/object', local);
      await writeFile(local, 'changed later');
      expect(text(await store.get('deep/er/object'))).toBe('from disk');
      expect(await readFile(await store.localPath('deep/er/object'), 'utf8')).toBe('from disk');
    });

    it('lists keys by prefix in ascending order', async () => {
      const store = await open();
      for (const key of ['b/2', 'b.txt', 'b/10', 'a', 'b/1/x', 'c/1'])
        await store.put(key, bytes(key));
      expect(await keys(store, '')).toEqual(['a', 'b.txt', 'b/1/x', 'b/10', 'b/2', 'c/1']);
      expect(await keys(store, 'b/')).toEqual(['b/1/x', 'b/10', 'b/2']);
      expect(await keys(store, 'b/1')).toEqual(['b/1/x', 'b/10']);
      expect(await keys(store, 'none/')).toEqual([]);
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
      for (const key of ['missing', 'folder', 'folder/object/below']) {
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
