import { createReadStream, createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import tar from 'tar-stream';
import { PipelineError } from '../../errors.ts';

const VECTORS = 'vectors.txt';

/**
 * Takes `vectors.txt` out of what BlazingText leaves, a gzipped tar; the other files in it are passed over.
 *
 * @param archive path of `model.tar.gz`
 * @param to.path of the file to be written
 * @param to.mostBytes more are refused before they are written
 * @throws PipelineError `training_output_invalid` where there is no such file, or the archive is cut short
 */
export async function extractVectors(
  archive: string,
  to: { readonly path: string; readonly mostBytes: number },
): Promise<void> {
  const invalid = (got: string, cause?: unknown) =>
    new PipelineError(
      'training_output_invalid',
      `Reading ${archive}: expected ${VECTORS} in it, as BlazingText writes it, got ${got}. Begin a new run.`,
      { cause },
    );
  const extract = tar.extract();
  let isFound = false;
  extract.on('entry', ({ name, size = 0 }, content, next) => {
    if (isFound || name.replace(/^\.\//, '') !== VECTORS) {
      content.on('end', next).resume();
      return;
    }
    isFound = true;
    if (size > to.mostBytes) {
      extract.destroy(invalid(`one of ${size} bytes, where ${to.mostBytes} are the most`));
      return;
    }
    pipeline(content, createWriteStream(to.path)).then(() => next(), next);
  });
  try {
    await pipeline(createReadStream(archive), createGunzip(), extract);
  } catch (cause) {
    if (cause instanceof PipelineError) throw cause;
    throw invalid(cause instanceof Error ? cause.message : String(cause), cause);
  }
  if (!isFound) throw invalid('none');
}
