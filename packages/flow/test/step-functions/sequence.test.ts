import { expect, it } from 'vitest';
import { flow } from '../../src/index.ts';
import { lastStepOf, sequenceOf, type Sequence } from '../../src/step-functions/sequence.ts';
import { shop } from '../fixtures/flows.ts';

const run = async () => ({});

/** `a b|c` reads: a, then b beside c. */
function shown(sequence: Sequence): string {
  return sequence
    .map((stage) =>
      stage.kind === 'step' ? stage.step.name : `(${stage.branches.map(shown).join(' | ')})`,
    )
    .join(' ');
}

it('nests branches between the step that they leave and the one where they meet', () => {
  expect(shown(sequenceOf(shop))).toBe('start (prepare train choose | report) end');
});

it('takes branches within branches, and one that meets no other', () => {
  const nested = flow('nested')
    .step('a', { run })
    .step('b', { after: 'a', run })
    .step('c', { after: 'b', run })
    .step('d', { after: 'b', run })
    .join('e', { after: ['c', 'd'], run })
    .step('f', { after: 'a', run });
  expect(shown(sequenceOf(nested))).toBe('a (b (c | d) e | f)');
  expect(lastStepOf(nested)).toBeNull();
});

it('lets each step come after its parents where branches cross', () => {
  const crossed = flow('crossed')
    .step('a', { run })
    .step('b', { after: 'a', run })
    .step('c', { after: 'a', run })
    .join('d', { after: ['b', 'c'], run })
    .step('e', { after: 'c', run })
    .join('f', { after: ['d', 'e'], run });
  expect(shown(sequenceOf(crossed))).toBe('a (b | c) (d | e) f');
  expect(lastStepOf(crossed)?.name).toBe('f');
});
