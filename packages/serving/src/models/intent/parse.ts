import { schemaCheck, SHOPPER_ACTIONS, type ShopperAction } from '@lf/contract';
import {
  EmptySessionError,
  TooManyEventsError,
  UnknownActionError,
  type UnknownAction,
} from '../../errors.ts';
import { nearestOf } from '../../nearest.ts';

/** Unknown events listed in an error: enough to see the pattern, few enough to read. */
const LISTED_UNKNOWN = 5;
/** Characters of an unknown event that an error repeats. */
const SHOWN_CHARACTERS = 40;

export const EXAMPLE = '?session=view,detail,add';

const isAction = schemaCheck<ShopperAction>({ type: 'string', enum: SHOPPER_ACTIONS });

/**
 * Reads actions; blanks around them do not count. No action holds a comma, so that an encoded one separates as well.
 *
 * @param written - actions, oldest first
 * @param maxEvents - the longest session allowed, in events
 * @throws EmptySessionError, TooManyEventsError, UnknownActionError
 */
export function parseIntentSession(written: readonly string[], maxEvents: number): ShopperAction[] {
  const events = written.flatMap((event) => event.split(',')).map((event) => event.trim());
  if (events.length === 1 && events[0] === '')
    throw new EmptySessionError(EXAMPLE, SHOPPER_ACTIONS);
  if (events.length > maxEvents) throw new TooManyEventsError(events.length, maxEvents);
  const actions: ShopperAction[] = [];
  const unknown: UnknownAction[] = [];
  let unknownCount = 0;
  for (const [position, event] of events.entries()) {
    const candidate: unknown = event;
    if (isAction(candidate)) actions.push(candidate);
    else if (++unknownCount <= LISTED_UNKNOWN) unknown.push(unknownAction(event, position));
  }
  const [first, ...others] = unknown;
  if (first !== undefined)
    throw new UnknownActionError([first, ...others], unknownCount, SHOPPER_ACTIONS);
  return actions;
}

function unknownAction(event: string, position: number): UnknownAction {
  const action = event.slice(0, SHOWN_CHARACTERS);
  const nearest = nearestOf(action, SHOPPER_ACTIONS);
  return { position, action, ...(nearest === undefined ? {} : { nearest }) };
}
