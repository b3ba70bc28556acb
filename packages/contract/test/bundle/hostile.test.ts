import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { packBundle, readBundle, unpackBundle } from '../../src/index.ts';
import { bundleParts, manifestFor } from './parts.ts';
import { paxRecord, rawArchive, rawEntry, type RawHeader } from './raw-tar.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lf-hostile-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const GIB = 2 ** 30;
const manifest = { name: 'manifest.json', content: manifestFor({ model: 'good' }) };
const model = { name: 'model', content: 'good' };

/** Reading and unpacking refuse alike, and leave nothing behind. */
async function refuse(archive: Uint8Array, expected: object): Promise<void> {
  await expect(readBundle(archive)).rejects.toMatchObject(expected);
  await expect(unpackBundle(archive, join(folder, 'out'))).rejects.toMatchObject(expected);
  expect(await readdir(folder)).toEqual([]);
}

const refused = { code: 'bundle_entry_refused' };
const unreadable = { code: 'bundle_unreadable' };

describe('headers that promise too much are refused before memory is taken', () => {
  it.each<[string, RawHeader]>([
    ['a GNU long name of 1 GiB', { type: 'L', size: GIB }],
    ['a GNU long link', { type: 'K', size: GIB }],
    ['a pax header of 1 GiB', { type: 'x', size: GIB }],
    ['a global pax header of 1 GiB', { type: 'g', size: GIB }],
    ['a negative size', { size: Uint8Array.of(0xff, ...new Array<number>(11).fill(0xff)) }],
    ['a size beyond 2^53', { size: Uint8Array.of(0x80, ...new Array<number>(11).fill(0xff)) }],
    ['a size that is no number', { size: Buffer.from('9999999999\0\0') }],
    ['a GNU sparse file', { type: 'S' }],
    ['a pax sparse file', { type: 'x', content: paxRecord('GNU.sparse.size', '1') }],
    ['a pax size that is no number', { type: 'x', content: paxRecord('size', '-1') }],
    ['a pax record that is longer than its header', { type: 'x', content: '999 path=a\n' }],
    ['a pax record of length 0', { type: 'x', content: '0 path=a\n' }],
    ['a device', { type: '3' }],
    ['a folder with content', { type: '5', name: 'a/', content: 'x' }],
  ])('%s', async (_what, header) => {
    await refuse(rawArchive([header, manifest, model]), refused);
  });

  it('a file of 8 GiB, said in binary or by pax', async () => {
    const binary = Buffer.alloc(12);
    binary[0] = 0x80;
    binary.writeUIntBE(8 * GIB, 6, 6);
    const limit = { code: 'bundle_limit_exceeded', limit: 'maxEntryBytes' };
    await refuse(rawArchive([{ size: binary }]), limit);
    await refuse(
      rawArchive([{ type: 'x', content: paxRecord('size', `${8 * GIB}`) }, model]),
      limit,
    );
  });

  it('extended headers without end, before one entry and before many', async () => {
    const name = { type: 'x', content: paxRecord('path', 'a') };
    await refuse(rawArchive(new Array<RawHeader>(6).fill(name)), refused);
    await refuse(rawArchive([...new Array<RawHeader>(6_000).fill({ type: '5', name: 'a/' })]), {
      limit: 'maxEntries',
    });
  });
});

describe('longer names are read', () => {
  const path = `${'deep/'.repeat(40)}model`;
  it.each([
    ['GNU', { type: 'L', content: `${path}\0` }],
    ['pax', { type: 'x', content: paxRecord('path', path) + paxRecord('mtime', '1') }],
  ])('as %s writes them', async (_who, header) => {
    const promised = { name: 'manifest.json', content: manifestFor({ [path]: 'good' }) };
    const { files } = await readBundle(rawArchive([promised, header, model]));
    expect([...files.keys()]).toEqual([path]);
  });
});

describe('paths that are one path somewhere are refused', () => {
  it.each([
    ['A', 'a'],
    ['caf\u00e9', 'cafe\u0301'],
    ['stra\u00dfe', 'STRASSE'],
    ['a', 'a/b'],
    ['a/b', 'A'],
    ['\u212a', 'k'],
  ])('%s and %s', async (first, second) => {
    const entry = (name: string) => ({ type: 'x', content: paxRecord('path', name) });
    const latin = (name: string) => Buffer.from(name, 'utf8').toString('latin1');
    const archive = [latin(first), latin(second)].flatMap((name) => [
      { ...entry(name), content: Buffer.from(paxRecord('path', name), 'latin1') },
      model,
    ]);
    await refuse(rawArchive(archive), refused);
  });

  it.each([
    'con',
    'NUL.onnx',
    'a/com1',
    'a.',
    'a ',
    'a:b',
    'a?',
    'a|b',
    'a\u007f',
    `${'x'.repeat(90)}\r`,
  ])('the name %j', async (name) => {
    await refuse(rawArchive([{ name }]), refused);
  });

  it.each(['x'.repeat(256), `${'a/'.repeat(600)}b`])('a path that is too long', async (name) => {
    await refuse(rawArchive([{ type: 'L', content: name }, model]), refused);
  });

  it('a path that is no UTF-8', async () => {
    await refuse(rawArchive([{ type: 'L', content: Uint8Array.of(0x61, 0xff) }, model]), refused);
    await refuse(
      rawArchive([
        { type: 'x', content: Buffer.concat([Buffer.from('10 path='), Buffer.of(0xff, 10)]) },
      ]),
      refused,
    );
  });
});

describe('what follows the end', () => {
  it('is refused, unless it is zeros', async () => {
    const whole = rawArchive([manifest, model]);
    expect((await readBundle(rawArchive([manifest, model], 20 * 512))).files.size).toBe(1);
    const more = gzipSync(Buffer.concat([gunzipSync(whole), Buffer.from('more')]));
    await refuse(more, unreadable);
    const hidden = gzipSync(Buffer.concat([gunzipSync(whole), rawEntry({ name: 'hidden' })]));
    await refuse(hidden, unreadable);
    await refuse(Buffer.concat([whole, whole]), unreadable);
  });
});

describe('a bomb costs no more than its size allows', () => {
  const zeros = gzipSync(Buffer.alloc(2 ** 24));
  const bomb = Buffer.concat(new Array<Buffer>(64).fill(zeros));

  it.each<[string, Buffer]>([
    ['one file', gzipSync(rawEntry({ name: 'model', size: GIB }).subarray(0, 512))],
    ['the padding behind the end', rawArchive([manifest, model])],
  ])('of 1 GiB as %s', async (_what, head) => {
    await expect(readBundle(Buffer.concat([head, bomb]))).rejects.toMatchObject({
      code: 'bundle_limit_exceeded',
      limit: 'maxExpansionRatio',
    });
  });

  it('is read where the limit is raised', async () => {
    const content = Buffer.alloc(2 ** 25);
    const parts = { ...bundleParts(), files: { model: content } };
    const packed = await packBundle(parts);
    await expect(readBundle(packed)).rejects.toMatchObject({ limit: 'maxExpansionRatio' });
    const limits = { maxExpansionRatio: 2_000 };
    expect((await readBundle(packed, { limits })).files.get('model')).toHaveLength(2 ** 25);
  });
});

describe('a path that leads to no file', () => {
  it('is refused at once: a pipe, a device, a socket, a dangling link, a path through a file', async () => {
    const at = (name: string) => join(folder, name);
    execFileSync('mkfifo', [at('pipe')]);
    await symlink(at('nowhere'), at('link'));
    await symlink(at('circle'), at('circle'));
    await writeFile(at('file'), 'x');
    const server = createServer().listen(at('socket'));
    try {
      const paths = [
        ...['pipe', 'socket', 'link', 'circle', 'file/below', 'x'.repeat(300), 'a\0b'].map(at),
        '/dev/zero',
        '/dev/tty',
      ];
      for (const path of paths) await expect(readBundle(path)).rejects.toMatchObject(unreadable);
    } finally {
      server.close();
    }
  });

  it('is refused within an unpacked bundle too, and so is a link that leaves it', async () => {
    const bundle = join(folder, 'bundle');
    await mkdir(bundle);
    await writeFile(join(bundle, 'manifest.json'), manifest.content);
    await writeFile(join(folder, 'secret'), 'good');
    await symlink(join(folder, 'secret'), join(bundle, 'model'));
    await expect(readBundle(bundle)).rejects.toMatchObject(refused);
    await rm(join(bundle, 'model'));
    execFileSync('mkfifo', [join(bundle, 'model')]);
    await expect(readBundle(bundle)).rejects.toMatchObject(unreadable);
    await rm(join(bundle, 'model'));
    await writeFile(join(bundle, '..data'), 'good');
    await symlink('..data', join(bundle, 'model'));
    expect([...(await readBundle(bundle)).files.keys()]).toEqual(['model']);
  });
});

describe('a manifest', () => {
  const deep = (depth: number) =>
    manifestFor({}).replace('{"EPOCHS":2}', `{"a":${'['.repeat(depth)}${']'.repeat(depth)}}`);

  it('that is nested too deep is invalid', async () => {
    for (const depth of [100, 100_000, 400_000]) {
      await refuse(rawArchive([{ name: 'manifest.json', content: deep(depth) }]), {
        code: 'manifest_invalid',
      });
    }
    const { files } = await readBundle(rawArchive([{ name: 'manifest.json', content: deep(20) }]));
    expect(files.size).toBe(0);
  });

  it.each([
    ['"seed":7', '"seed":1e999'],
    ['"seed":7', '"seed":9007199254740993'],
    ['"roc_auc":0.75', '"roc_auc":1e999'],
    ['"time",7]', '"time",1e12]'],
    ['"time",7]', '"time",-7]'],
    ['"batch","time",7]', '1,1,1,1,1,1,1,1,1]'],
  ])('with %s as %s is invalid', async (before, after) => {
    const content = manifestFor({}).replace(before, after);
    expect(content).toContain(after);
    await refuse(rawArchive([{ name: 'manifest.json', content }]), { code: 'manifest_invalid' });
  });
});
