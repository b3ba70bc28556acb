import { expect, test } from 'vitest';
import { EmptySessionError, TooManyEventsError, UnknownActionError } from '../../../src/errors.ts';
import { parseIntentSession } from '../../../src/models/intent/parse.ts';

function failureOf(session: string, maxEvents = 10): unknown {
  try {
    return parseIntentSession([session], maxEvents);
  } catch (error) {
    return error;
  }
}

test('splits a session into its actions, oldest first', () => {
  expect(parseIntentSession(['view', 'detail,add', 'remove', 'purchase'], 10)).toEqual([
    'view',
    'detail',
    'add',
    'remove',
    'purchase',
  ]);
});

test('blanks around commas do not count', () => {
  expect(parseIntentSession([' add ', ' view '], 10)).toEqual(['add', 'view']);
});

test.each(['', ' ', '\t'])(
  'an empty session (%j) is refused with the allowed actions',
  (session) => {
    const error = failureOf(session);
    expect(error).toBeInstanceOf(EmptySessionError);
    expect(error).toHaveProperty('fields.allowed', ['add', 'remove', 'purchase', 'detail', 'view']);
  },
);

test('an unknown action is named with its position, the allowed ones and the nearest one', () => {
  const error = failureOf('add,veiw');
  expect(error).toBeInstanceOf(UnknownActionError);
  expect(error).toMatchObject({
    code: 'unknown_action',
    message:
      'Reading the session: expected each event to be one of add, remove, purchase, detail, view, ' +
      "got 'veiw' at position 1. Did you mean 'view'?",
    fields: { nearest: 'view', unknown: [{ position: 1, action: 'veiw', nearest: 'view' }] },
  });
});

test.each(['start', 'end'])('%s is put around a session by the service, not sent', (word) => {
  expect(failureOf(`${word},add`)).toBeInstanceOf(UnknownActionError);
});

test('a trailing comma is an unknown empty event, not dropped in silence', () => {
  expect(failureOf('add,')).toMatchObject({ fields: { unknown: [{ position: 1, action: '' }] } });
});

test('all unknown actions are counted, the first five are listed, long ones are cut', () => {
  const error = failureOf(['x'.repeat(100), 'a1', 'a2', 'a3', 'a4', 'a5'].join(','));
  expect(error).toMatchObject({ message: expect.stringContaining('(and 5 more)') as string });
  expect(error).toHaveProperty('fields.unknown.length', 5);
  expect(error).toHaveProperty('fields.unknown.0.action', 'x'.repeat(40));
});

test('a session at the limit passes, one above is refused with the limit', () => {
  expect(parseIntentSession(['add', 'add', 'add'], 3)).toHaveLength(3);
  const error = failureOf('add,add,add,add', 3);
  expect(error).toBeInstanceOf(TooManyEventsError);
  expect(error).toMatchObject({ fields: { limit: 3, events: 4 } });
});
