import { expect, it } from 'vitest';
import { scheduleExpression, timezoneNamed } from '../../src/step-functions/schedule-expression.ts';

it.each([
  ['cron(0 4 * * ? *)', 'cron(0 4 * * ? *)'],
  ['0 4 * * ? *', 'cron(0 4 * * ? *)'],
  [' cron(0/15  8-18 ? * MON-FRI 2026) ', 'cron(0/15 8-18 ? * MON-FRI 2026)'],
  ['cron(0 4 L * ? *)', 'cron(0 4 L * ? *)'],
  ['rate(1 day)', 'rate(1 day)'],
  ['rate(12 hours)', 'rate(12 hours)'],
])('reads %s', (text, expected) => {
  expect(scheduleExpression(text)).toBe(expected);
});

it.each([
  // Five fields, as the cron of Unix has
  '0 4 * * *',
  // Both days, or neither
  'cron(0 4 1 * MON *)',
  'cron(0 4 ? * ? *)',
  'rate(1 days)',
  'rate(0 days)',
  'rate(2 weeks)',
  'daily',
  '',
])('refuses %j and shows one that is right', (text) => {
  expect(() => scheduleExpression(text)).toThrow(/such as "cron\(0 4 \* \* \? \*\)"/);
});

it('knows the time zones by their names', () => {
  expect(timezoneNamed('Europe/Rome')).toBe('Europe/Rome');
  expect(() => timezoneNamed('Rome')).toThrow(/such as Europe\/Rome or UTC/);
});
