import { readFile } from 'node:fs/promises';
import { PipelineError } from '../errors.ts';

/**
 * Reads a JSON file that a setting or a flag names.
 *
 * @param what for the message, such as "the model configuration"
 * @throws PipelineError if the file cannot be read or is not JSON
 */
export async function readJson(path: string, what: string): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    throw new PipelineError('file_unreadable', `Reading ${what}: ${path} cannot be read.`, {
      cause,
    });
  }
  try {
    return JSON.parse(text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new PipelineError('json_invalid', `Reading ${what}: ${path} is not JSON (${reason}).`, {
      cause,
    });
  }
}
