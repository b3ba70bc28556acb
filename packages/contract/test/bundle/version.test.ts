import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import {
  bundleVersion,
  inspectBundle,
  packBundle,
  readBundle,
  unpackBundle,
} from '../../src/index.ts';
import { bundleParts } from './parts.ts';

const versionOf = async (parts: ReturnType<typeof bundleParts>) =>
  bundleVersion((await inspectBundle(await packBundle(parts))).manifest);

it('a version is the same for an archive and its folder, and another for any other byte or number', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'lf-version-'));
  const parts = bundleParts();
  const unpacked = join(folder, 'unpacked');
  await unpackBundle(await packBundle(parts), unpacked);
  const version = await versionOf(parts);
  expect(version).toMatch(/^[0-9a-f]{12}$/);
  expect(bundleVersion((await readBundle(unpacked)).manifest)).toBe(version);
  expect(await versionOf(bundleParts({ metrics: { roc_auc: 0.76 } }))).not.toBe(version);
  const files = { ...parts.files, 'model.onnx': new Uint8Array([1, 2, 4]) };
  expect(await versionOf({ ...parts, files })).not.toBe(version);
  await rm(folder, { recursive: true });
});
