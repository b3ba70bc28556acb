import { expect, it } from 'vitest';
import { withoutNewHandlers } from '../../src/backend/process-handlers.ts';

it('takes off the error handlers that a start left, and no other', async () => {
  const own = (): void => undefined;
  process.on('unhandledRejection', own);
  const before = process.rawListeners('unhandledRejection');
  const started = await withoutNewHandlers(async () => {
    process.on('unhandledRejection', () => undefined);
    process.once('uncaughtException', () => undefined);
    return 'started';
  });
  expect(started).toBe('started');
  expect(process.rawListeners('unhandledRejection')).toEqual(before);
  process.off('unhandledRejection', own);
});
