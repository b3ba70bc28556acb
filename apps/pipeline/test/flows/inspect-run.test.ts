import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { freePort, goOn, whoListensAt } from './at-debugger.ts';
import { Workplace } from '../workplace.ts';

const MOST_VIEWED = join(import.meta.dirname, '../../examples/most-viewed.js');

let place: Workplace;
beforeEach(async () => {
  place = await Workplace.open(null, { LF_FLOWS: MOST_VIEWED });
});
afterEach(() => place.close());

it('waits for a debugger before the step that --inspect names, and goes on when told', async () => {
  const port = await freePort();
  const run = place.lf(['run', 'most-viewed', '--inspect', `count:${port}`, '--json']);
  const ended = run.then(({ code, stderr }) => `the run ended with ${String(code)}: ${stderr}`);

  const waiting = await Promise.race([ended, whoListensAt(port)]);
  expect(waiting).toContain('apps/pipeline/dist/main.js');
  // Nothing but a debugger lets it go on
  expect(await Promise.race([ended, wait(1_000, 'still waiting')])).toBe('still waiting');

  await goOn(port);
  const { code, stdout, stderr } = await run;
  expect(code, stderr).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ top: { length: 10 } });
});
