import { InstancesError } from '../errors.ts';
import type { InstanceLimits } from './limits.ts';

export const badRequest = (code: string, message: string) => new InstancesError(400, code, message);
const tooLarge = (code: string, message: string) => new InstancesError(413, code, message);

function requireInstances(body: unknown): readonly unknown[] {
  if (typeof body !== 'object' || body === null || !('instances' in body)) {
    throw badRequest('instances_missing', 'Expected a JSON object {"instances": [...]}.');
  }
  const { instances } = body;
  if (!Array.isArray(instances) || instances.length === 0) {
    throw badRequest('instances_invalid', '"instances": expected a list of at least one instance.');
  }
  return instances;
}

/**
 * The instances of a request that ask for no more than the limits, each a list of at least one event, which is not
 * looked at.
 *
 * @param body parsed JSON
 * @throws InstancesError 400 or 413 that says where the request is wrong
 */
export function readInstances(
  body: unknown,
  { maxInstances, maxEvents, maxPaddedEvents }: InstanceLimits,
): readonly (readonly unknown[])[] {
  const instances = requireInstances(body);
  if (instances.length > maxInstances) {
    throw tooLarge(
      'too_many_instances',
      `"instances": expected at most ${maxInstances}, got ${instances.length}. Split the request.`,
    );
  }
  let longest = 0;
  const sessions = instances.map((session: unknown, index): readonly unknown[] => {
    if (!Array.isArray(session) || session.length === 0) {
      throw badRequest(
        'instance_invalid',
        `instances[${index}]: expected a list of at least one event.`,
      );
    }
    if (session.length > maxEvents) {
      throw tooLarge(
        'instance_too_long',
        `instances[${index}]: expected at most ${maxEvents} events, got ${session.length}. Send the latest ones.`,
      );
    }
    longest = Math.max(longest, session.length);
    return session;
  });
  if (sessions.length * longest > maxPaddedEvents) {
    throw tooLarge(
      'batch_too_large',
      `"instances": ${sessions.length} instances times ${longest} events (the longest) exceed ${maxPaddedEvents}. Split the request.`,
    );
  }
  return sessions;
}
