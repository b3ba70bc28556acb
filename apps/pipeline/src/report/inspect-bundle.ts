import { inspectBundle, readBundle } from '@lf/contract';
import { stat } from 'node:fs/promises';
import type { InspectedBundle } from './bundle-report.ts';
import { findModelFormats, MODEL_FORMAT_PATHS } from '../deploy/model-formats.ts';

/**
 * Reads and checks a bundle and what its model files say of themselves.
 *
 * @param path of a `model.tar.gz`, or of a folder that it was unpacked into
 * @throws ContractError that says what is wrong with the bundle; ModelFileError
 */
export async function inspect(path: string): Promise<InspectedBundle> {
  const { manifest, files } = await readBundle(path, { only: MODEL_FORMAT_PATHS });
  const formats = findModelFormats(files);
  if ((await stat(path)).isDirectory()) return { path, manifest, formats };
  const { bytes, digest } = await inspectBundle(path);
  return { path, manifest, archive: { bytes, digest }, formats };
}
