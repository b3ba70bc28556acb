import { setTimeout as sleep } from 'node:timers/promises';

/** Lambda breaks off a start that takes 10 s, and begins again with the first request. */
const LONGEST_START_MS = 8000;

/** The variable that Lambda sets in each container: `on-demand`, `provisioned-concurrency` or `snap-start`. */
const STARTED_BY_LAMBDA = 'AWS_LAMBDA_INITIALIZATION_TYPE';

/**
 * Opens the service while Lambda starts the container, not at the first request: a start has more of the processor than a
 * small function is given later, and provisioned containers are ready when the first request comes. Elsewhere nothing is
 * opened early.
 *
 * @param open may fail: it is then called again at the first request, which tells why
 * @param longestMs - how long the start waits for it at most; it goes on behind that
 * @returns gives what was opened, or opens
 */
export async function openAtStart<Service>(
  environment: Readonly<Record<string, string | undefined>>,
  open: () => Promise<Service>,
  longestMs = LONGEST_START_MS,
): Promise<() => Promise<Service>> {
  if (!environment[STARTED_BY_LAMBDA]) return open;
  let opening: Promise<Service> | undefined = open();
  const opened = opening.then(
    () => undefined,
    () => {
      opening = undefined;
    },
  );
  await Promise.race([opened, sleep(longestMs, undefined, { ref: false })]);
  return () => opening ?? open();
}
