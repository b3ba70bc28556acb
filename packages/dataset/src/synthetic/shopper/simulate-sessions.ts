import type { Sessions } from '../../sessions/sessions.ts';
import { checkShopSize } from '../shop-options.ts';
import { SessionColumns } from './session-columns.ts';
import { SessionSource } from './session-source.ts';

/**
 * The sessions of a synthetic shop without its files: what upload, transform and session assembly give for it.
 *
 * @param options those of generateShop; `events` 1,000 .. 100,000,000, `seed` a whole number from 0.
 * @throws InvalidOptionError if an option is out of range.
 */
export function simulateSessions(options: {
  readonly events: number;
  readonly seed: number;
}): Sessions {
  checkShopSize(options);
  const source = new SessionSource(options.events, options.seed);
  const columns = new SessionColumns();
  while (source.next()) columns.push(source.actions, source.length, source.startMs);
  return columns.toSessions();
}
