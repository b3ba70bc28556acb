import { stat } from 'node:fs/promises';
import { listEndpoints, type ListedEndpoint } from './list.ts';
import { readFileEnd } from './log-file.ts';

/** A day: an endpoint with one request every morning is still in use. */
export const DEFAULT_IDLE_MS = 24 * 60 * 60 * 1000;
/** The end of a log: some 4,000 requests. */
const TAIL_BYTES = 2 ** 20;
/** Routes that no user of a model asks, but who watches over the server. */
const WATCHED: readonly unknown[] = ['/ping', '/metrics'];

/** An endpoint that runs and that nobody has asked for long. */
export interface IdleEndpoint extends ListedEndpoint {
  /** ISO 8601: since when at least. */
  readonly idleSince: string;
}

/**
 * The endpoints of a folder that run though nobody has asked them anything for some time, by their logs: the requests in
 * a log of one JSON object a line (`event: "request"`, `route`, `time`), as `@lf/endpoint` writes it; of another log, when
 * it was last written to. The oldest are first.
 *
 * @param options.idleMs default a day; an endpoint is young for so long after its model was deployed
 * @throws EndpointStateError for a state file that is damaged
 */
export async function findIdleEndpoints({
  stateDirectory,
  idleMs = DEFAULT_IDLE_MS,
  now = new Date(),
}: {
  readonly stateDirectory: string;
  readonly idleMs?: number;
  readonly now?: Date;
}): Promise<readonly IdleEndpoint[]> {
  const running = (await listEndpoints({ stateDirectory })).filter(
    ({ status }) => status !== 'dead',
  );
  const found = await Promise.all(
    running.map(async (endpoint) => ({ ...endpoint, idleSince: await lastAsked(endpoint) })),
  );
  return found.filter(({ idleSince }) => now.getTime() - Date.parse(idleSince) >= idleMs);
}

async function lastAsked({ logPath, startedAt }: ListedEndpoint): Promise<string> {
  const later = (time: string): string =>
    Date.parse(time) > Date.parse(startedAt) ? time : startedAt;
  try {
    const { bytes, from } = await readFileEnd(logPath, TAIL_BYTES);
    const events = bytes.toString('utf8').split('\n').flatMap(eventOf);
    const asked = events.findLast(
      ({ event, route }) => event === 'request' && !WATCHED.includes(route),
    );
    if (asked !== undefined) return later(asked.time);
    const [first] = events;
    if (first !== undefined) return from === 0 ? startedAt : later(first.time);
    return later((await stat(logPath)).mtime.toISOString());
  } catch {
    // A log that cannot be read says nothing against the endpoint
    return new Date().toISOString();
  }
}

interface LoggedEvent {
  readonly event: unknown;
  readonly route: unknown;
  readonly time: string;
}

function eventOf(line: string): readonly LoggedEvent[] {
  if (!line.startsWith('{')) return [];
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value !== 'object' || value === null || !('time' in value)) return [];
    const { time } = value;
    if (typeof time !== 'string' || Number.isNaN(Date.parse(time))) return [];
    return [
      {
        time,
        event: 'event' in value ? value.event : undefined,
        route: 'route' in value ? value.route : undefined,
      },
    ];
  } catch {
    return [];
  }
}
