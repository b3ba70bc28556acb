/** No space, over quota, over the file size limit. */
const CODES = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

/** What DuckDB writes for the same causes: it hands on strerror's text, and has a limit of its own for spilled data. */
const MESSAGE =
  /no space left on device|disk quota exceeded|file too large|file size limit exceeded|max_temp_directory_size/i;

/** Whether `error` or one of its causes says that nothing more could be written. */
export function isDiskFull(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if ('code' in error && typeof error.code === 'string' && CODES.has(error.code)) return true;
  return MESSAGE.test(error.message) || isDiskFull(error.cause);
}
