import { FIRST_ITEM_ID } from '@lf/contract';
import type { RequestLine } from '@lf/serving';
import {
  intentInputColumns,
  intentOutputColumn,
  recInputColumns,
  recOutputColumn,
  unknownColumn,
  type TrafficColumns,
} from '../reference/traffic-columns.ts';

/** The traffic as the reference describes the training: the same columns, by the same functions. */
export function liveColumns(
  kind: 'intent' | 'rec',
  requests: readonly RequestLine[],
): TrafficColumns {
  if (kind === 'intent') {
    return {
      ...intentInputColumns(requests.map(({ session }) => codesOf(session))),
      ...intentOutputColumn(requests.map(({ p }) => p ?? null)),
    };
  }
  const sessions = requests.map(({ session, unknown = 0 }) => ({
    items: typeof session === 'string' ? [] : session.map((id) => id - FIRST_ITEM_ID),
    unknown,
  }));
  return {
    ...recInputColumns(sessions),
    ...unknownColumn(sessions),
    ...recOutputColumn(
      requests.map(({ top = [], session }) => {
        // Where nothing was known, the most popular were answered, and no model was asked
        const best = session.length === 0 ? undefined : top[0];
        return best === undefined ? undefined : best - FIRST_ITEM_ID;
      }),
    ),
  };
}

function codesOf(session: RequestLine['session']): readonly number[] {
  return typeof session === 'string' ? Array.from(session, Number) : session;
}
