import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { packBundle, packBundleFile, TargetUnwritableError, unpackBundle } from '../../src/index.ts';
import { bundleParts } from '../bundle/parts.ts';

/** Where nothing can be made, for one reason each. */
async function unwritablePlaces(): Promise<Readonly<Record<string, string>>> {
  const folder = await mkdtemp(join(tmpdir(), 'lf-unwritable-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await writeFile(join(folder, 'file'), '');
  await mkdir(join(folder, 'read-only'));
  await chmod(join(folder, 'read-only'), 0o500);
  return {
    'below /proc': '/proc/nope/x/model',
    'below a file': join(folder, 'file', 'x', 'model'),
    // Root may write everywhere but here
    'in a read-only folder':
      process.getuid?.() === 0 ? '/sys/x/model' : join(folder, 'read-only', 'x', 'model'),
    'with a long name': join(folder, 'n'.repeat(300)),
    'below a long name': join(folder, 'n'.repeat(300), 'model'),
  };
}

describe('where nothing can be made', () => {
  it.each([
    'below /proc',
    'below a file',
    'in a read-only folder',
    'with a long name',
    'below a long name',
  ])('%s, packing and unpacking end with what the system said', async (place) => {
    const target = (await unwritablePlaces())[place] ?? '';
    const bytes = await packBundle(bundleParts());
    for (const write of [
      () => unpackBundle(bytes, target),
      () => packBundleFile(bundleParts(), target),
    ]) {
      const error = await write().catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(TargetUnwritableError);
      expect(error).toMatchObject({ code: 'target_unwritable', path: target });
      expect(String(error).length).toBeLessThan(600);
    }
  });
});
