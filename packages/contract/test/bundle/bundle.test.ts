import { mkdtemp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  ContractError,
  inspectBundle,
  packBundle,
  packBundleFile,
  readBundle,
  unpackBundle,
} from '../../src/index.ts';
import { bundleParts, foreignArchive, manifestFor } from './parts.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lf-bundle-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

describe('packing', () => {
  it('gives the same bytes for the same parts, in whatever order and from bytes or files', async () => {
    const { manifest, files } = bundleParts();
    const local = join(folder, 'weights');
    await writeFile(local, files['model.onnx']!);
    const first = await packBundle({ manifest, files });
    const second = await packBundle({
      manifest,
      files: { '1/saved_model.pb': files['1/saved_model.pb']!, 'model.onnx': local },
    });
    const target = join(folder, 'model.tar.gz');
    await packBundleFile({ manifest, files }, target);
    expect(Buffer.compare(first, second)).toBe(0);
    expect(Buffer.compare(first, await readFile(target))).toBe(0);
    expect([...first.subarray(4, 10)]).toEqual([0, 0, 0, 0, 0, 255]);
  });

  it('leaves nothing behind when a file cannot be read', async () => {
    const { manifest } = bundleParts();
    const target = join(folder, 'model.tar.gz');
    const files = { 'model.onnx': join(folder, 'missing') };
    await expect(packBundleFile({ manifest, files }, target)).rejects.toThrow(
      'there is no such file',
    );
    expect(await readdir(folder)).toEqual([]);
  });

  it('lists every problem of a manifest', async () => {
    const parts = bundleParts({ dataDigest: 'md5:1', seed: -1 });
    await expect(packBundle(parts)).rejects.toMatchObject({
      code: 'manifest_invalid',
      problems: [{ path: '/seed' }, { path: '/dataDigest' }],
    });
  });

  it.each(['../up', '/abs', 'a/../b', './model.onnx', 'manifest.json', 'C:\\model', ''])(
    'refuses to write the path %j',
    async (path) => {
      const { manifest } = bundleParts();
      await expect(
        packBundle({ manifest, files: { [path]: new Uint8Array() } }),
      ).rejects.toMatchObject({ code: 'bundle_entry_refused', entry: path });
    },
  );
});

describe('laws', () => {
  const contents = fc
    .dictionary(
      fc.stringMatching(/^[a-z]{1,8}(\/[a-z0-9_]{1,8}){0,2}$/),
      fc.uint8Array({ maxLength: 600 }),
      { maxKeys: 4 },
    )
    .filter((files) => {
      const paths = Object.keys(files);
      return !paths.some((folder) => paths.some((path) => path.startsWith(`${folder}/`)));
    });

  it('a path that is a file and a folder is refused before it is packed', async () => {
    const files = { f: new Uint8Array(), 'f/g': new Uint8Array() };
    await expect(packBundle({ ...bundleParts(), files })).rejects.toMatchObject({
      code: 'bundle_entry_refused',
      entry: 'f/g',
    });
  });

  it('what is packed is read again', async () => {
    await fc.assert(
      fc.asyncProperty(contents, async (files) => {
        const bundle = await readBundle(await packBundle({ ...bundleParts(), files }));
        const read = [...bundle.files].map(([path, bytes]) => [path, [...bytes]]);
        const packed = Object.entries(files).map(([path, bytes]) => [path, [...bytes]]);
        expect(Object.fromEntries(read)).toEqual(Object.fromEntries(packed));
      }),
      { numRuns: 40 },
    );
  });

  it('a changed byte is refused, or changes nothing', async () => {
    const whole = await packBundle(bundleParts());
    const { files } = await readBundle(whole);
    const position = fc.nat({ max: whole.byteLength - 1 });
    await fc.assert(
      fc.asyncProperty(position, fc.integer({ min: 1, max: 255 }), async (index, difference) => {
        const damaged = whole.slice();
        damaged[index] = damaged[index]! ^ difference;
        const read = await readBundle(damaged).catch((error: unknown) => error);
        if (read instanceof ContractError) return;
        expect(read).toMatchObject({ files });
      }),
      { numRuns: 150 },
    );
  });
});

describe('reading', () => {
  it('returns what was packed, from bytes, a file and an unpacked folder', async () => {
    const parts = bundleParts();
    const target = join(folder, 'model.tar.gz');
    const manifest = await packBundleFile(parts, target);
    const unpacked = join(folder, 'deep', 'model');
    expect(await unpackBundle(target, unpacked)).toEqual(manifest);
    for (const source of [await packBundle(parts), target, unpacked]) {
      const bundle = await readBundle(source);
      expect(bundle.manifest).toEqual(manifest);
      expect([...bundle.files.keys()].sort()).toEqual(['1/saved_model.pb', 'model.onnx']);
      expect([...bundle.files.get('model.onnx')!]).toEqual([1, 2, 3]);
    }
  });

  it('keeps only the files asked for, and inspects without keeping any', async () => {
    const bytes = await packBundle(bundleParts());
    const { files } = await readBundle(bytes, { only: ['model.onnx'] });
    expect([...files.keys()]).toEqual(['model.onnx']);
    const folder = await readBundle(bytes, { only: ['1/'] });
    expect([...folder.files.keys()]).toEqual(['1/saved_model.pb']);
    const summary = await inspectBundle(bytes);
    expect(summary.bytes).toBe(bytes.byteLength);
    expect(summary.digest).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(summary.manifest.metrics).toEqual({ roc_auc: 0.75 });
  });

  it('accepts an archive that plain tar made: ./ before paths, folders as entries', async () => {
    const archive = await foreignArchive([
      { name: './', type: 'directory' },
      { name: './1/', type: 'directory' },
      { name: './1/model', content: 'm' },
      { name: './manifest.json', content: manifestFor({ '1/model': 'm' }) },
    ]);
    expect([...(await readBundle(archive)).files.keys()]).toEqual(['1/model']);
  });

  it('does not overwrite', async () => {
    const target = join(folder, 'model');
    await mkdir(target);
    await expect(unpackBundle(await packBundle(bundleParts()), target)).rejects.toMatchObject({
      code: 'target_exists',
    });
  });
});

describe('a bad bundle is refused with its reason', () => {
  const refuse = async (archive: Uint8Array, expected: object) => {
    await expect(readBundle(archive)).rejects.toMatchObject(expected);
    await expect(unpackBundle(archive, join(folder, 'out'))).rejects.toMatchObject(expected);
    expect(await readdir(folder)).toEqual([]);
  };

  it('text instead of gzip, gzip of no tar, half a bundle, nothing', async () => {
    const whole = await packBundle(bundleParts());
    const unreadable = { code: 'bundle_unreadable' };
    await refuse(Buffer.from('<html>not found</html>'), unreadable);
    await refuse(gzipSync('x'.repeat(2000)), unreadable);
    await refuse(whole.subarray(0, whole.byteLength / 2), unreadable);
    await refuse(new Uint8Array(), unreadable);
    await refuse(await foreignArchive([]), unreadable);
  });

  it('a tar that ends early inside intact gzip', async () => {
    const whole = await foreignArchive([{ name: 'model.onnx', content: 'x'.repeat(5000) }]);
    await refuse(gzipSync(gunzipSync(whole).subarray(0, 1500)), { code: 'bundle_unreadable' });
  });

  it('no manifest, a manifest of another program', async () => {
    await refuse(await foreignArchive([{ name: 'saved_model.pb', content: 'x' }]), {
      code: 'bundle_unreadable',
    });
    await refuse(await foreignArchive([{ name: 'manifest.json', content: '{"a": 1}' }]), {
      code: 'manifest_invalid',
    });
    await refuse(await foreignArchive([{ name: 'manifest.json', content: 'kind: intent' }]), {
      code: 'bundle_unreadable',
    });
  });

  it('files that differ from the manifest: changed, missing, added', async () => {
    const manifest = { name: 'manifest.json', content: manifestFor({ model: 'good' }) };
    const corrupt = { code: 'bundle_corrupt' };
    await refuse(await foreignArchive([manifest, { name: 'model', content: 'evil' }]), corrupt);
    await refuse(await foreignArchive([manifest]), corrupt);
    const model = { name: 'model', content: 'good' };
    await refuse(await foreignArchive([manifest, model, { name: 'b', content: '' }]), corrupt);
  });

  it.each([
    [{ name: '../escape' }, 'leaves'],
    [{ name: 'a/../../escape' }, 'leaves'],
    [{ name: '/etc/passwd' }, 'absolute'],
    [{ name: 'a\\b' }, 'odd characters'],
    [{ name: 'link', type: 'symlink', linkname: '/etc/passwd' } as const, 'symlink'],
    [{ name: 'link', type: 'link', linkname: 'model' } as const, 'link'],
    [{ name: 'pipe', type: 'fifo' } as const, 'fifo'],
    [{ name: '../out', type: 'directory' } as const, 'leaves'],
  ])('the entry %j', async (entry, reason) => {
    await refuse(await foreignArchive([entry]), {
      code: 'bundle_entry_refused',
      message: expect.stringContaining(reason) as string,
    });
  });

  it('one path twice', async () => {
    await refuse(await foreignArchive([{ name: 'a' }, { name: './a' }]), {
      code: 'bundle_entry_refused',
      reason: 'it comes twice',
    });
  });

  it('a folder whose manifest names a file outside', async () => {
    const model = join(folder, 'model');
    await mkdir(model);
    await writeFile(join(model, 'manifest.json'), manifestFor({ '../secret': 'x' }));
    await writeFile(join(folder, 'secret'), 'x');
    await expect(readBundle(model)).rejects.toMatchObject({ code: 'bundle_entry_refused' });
  });

  it.each([
    ['maxEntries', { maxEntries: 2 }],
    ['maxEntryBytes', { maxEntryBytes: 2 }],
    ['maxTotalBytes', { maxTotalBytes: 1024 }],
    ['maxManifestBytes', { maxManifestBytes: 10 }],
  ])('more than %s', async (limit, limits) => {
    await expect(readBundle(await packBundle(bundleParts()), { limits })).rejects.toMatchObject({
      code: 'bundle_limit_exceeded',
      limit,
    });
  });

  it('a gzip bomb, without unpacking it', async () => {
    const bomb = gzipSync(Buffer.alloc(50 * 2 ** 20));
    await expect(readBundle(bomb, { limits: { maxTotalBytes: 2 ** 20 } })).rejects.toMatchObject({
      limit: 'maxTotalBytes',
    });
  });
});
