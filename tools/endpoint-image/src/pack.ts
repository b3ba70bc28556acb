import { cp, lstat, mkdir, readlink, symlink } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { nodeFileTrace } from '@vercel/nft';

/** The built program inside the checkout, and inside the image. */
export const ENTRY = join('apps', 'endpoint', 'dist', 'main.js');
/** Read at run time, for --version. */
const MANIFEST = join('apps', 'endpoint', 'package.json');

/** Compiled files for systems that this one is not. */
function isForeign(path: string): boolean {
  const parts = path.split(sep);
  const at = parts.indexOf('onnxruntime-node');
  if (at === -1 || parts[at + 1] !== 'bin') return false;
  const [system, processor] = parts.slice(at + 3);
  return system !== process.platform || processor !== process.arch;
}

/** What was packed. */
export interface Packed {
  readonly files: number;
  readonly bytes: number;
}

/**
 * Copies the built endpoint and the files that it loads into a new folder, laid out as in the checkout.
 *
 * @param root the checkout, with `endpoint:build` done
 */
export async function packEndpoint(root: string, target: string): Promise<Packed> {
  const { fileList } = await nodeFileTrace([join(root, ENTRY), join(root, MANIFEST)], {
    base: root,
    processCwd: root,
  });
  let files = 0;
  let bytes = 0;
  for (const path of [...fileList].sort()) {
    if (isForeign(path)) continue;
    const from = join(root, path);
    const to = join(target, path);
    await mkdir(dirname(to), { recursive: true });
    const facts = await lstat(from);
    if (facts.isSymbolicLink()) {
      const goal = join(dirname(from), await readlink(from));
      await symlink(relative(dirname(from), goal), to);
    } else if (facts.isFile()) {
      await cp(from, to);
      files += 1;
      bytes += facts.size;
    }
  }
  return { files, bytes };
}
