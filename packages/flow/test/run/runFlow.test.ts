import { afterEach, beforeEach, expect, it } from 'vitest';
import { runFlow } from '../../src/index.ts';
import { shop } from '../fixtures/flows.ts';
import { openWorkplace } from '../fixtures/workplace.ts';
import type { Workplace } from '../fixtures/workplace.ts';

let place: Workplace;
beforeEach(async () => {
  place = await openWorkplace();
});
afterEach(() => place.clean());

it('does every task once and gives the outputs of all steps', async () => {
  const summary = await runFlow(shop, {
    ...place.options,
    params: { seed: 7, configs: ['b', 'a', 'c'], traceDirectory: place.traceDirectory, holdAt: '' },
  });
  expect(summary.outputs.choose.order).toEqual(['b', 'a', 'c']);
});
