/**
 * fast-check, drawing by one seed: `FAST_CHECK_SEED`, or 1 in CI, whose verdict must not hang on a draw. Elsewhere each run
 * draws anew, and a failure prints the seed that shows it again.
 */
import fc from 'fast-check';

const seed = process.env['FAST_CHECK_SEED'] ?? (process.env['CI'] ? '1' : undefined);
if (seed !== undefined) fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(seed) });

export * from 'fast-check';
export default fc;
