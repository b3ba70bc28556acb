import { describe, expect, it } from 'vitest';
import { GraphError, lintGraph, runFlow } from '../../src/index.ts';
import type { FlowDefinition, StepDefinition } from '../../src/index.ts';
import { flow } from '../../src/index.ts';
import { shop, trouble, wide } from '../fixtures/flows.ts';
import { openWorkplace } from '../fixtures/workplace.ts';

/** `kind name < parents`, e.g. `join end < a b`. */
function graph(...lines: readonly string[]): FlowDefinition {
  return { name: 'drawn', steps: lines.map(step) };
}

function step(line: string): StepDefinition {
  const [head = '', parents = ''] = line.split(' < ');
  const [kind, name = ''] = head.split(/ (.*)/);
  if (kind !== 'step' && kind !== 'for-each' && kind !== 'join') throw new Error(line);
  return {
    name,
    kind,
    after: parents.split(' ').filter((parent) => parent !== ''),
    version: '1',
    retry: { retries: 0, backOffMs: 0, factor: 1 },
    timeoutMs: null,
    resources: null,
    run: async () => ({}),
  };
}

const rulesBroken = (...lines: readonly string[]): string[] =>
  lintGraph(graph(...lines)).map((problem) => `${problem.rule} ${problem.step ?? ''}`.trim());

describe('lintGraph', () => {
  it('finds nothing wrong with a line, a for-each with its join, and branches with theirs', () => {
    expect([shop, trouble, wide].flatMap(lintGraph)).toEqual([]);
  });

  it('lets a step take outputs from further back on its line', () => {
    expect(rulesBroken('step a', 'step b < a', 'step c < b a')).toEqual([]);
  });

  it('lets branches end without a join', () => {
    expect(rulesBroken('step a', 'step b < a', 'step c < a')).toEqual([]);
  });

  it.each([
    ['a flow without steps', [], ['empty_flow']],
    ['a name that cannot be a key', ['step a/b'], ['bad_name a/b']],
    ['two steps of one name', ['step a', 'step a < a'], ['duplicate_name a', 'cycle a', 'cycle a']],
    ['a parent that is no step', ['step a', 'step b < a c'], ['unknown_parent b']],
    ['a step after itself', ['step a', 'step b < a b'], ['cycle b']],
    [
      'steps in a ring',
      ['step a', 'step b < a d', 'step c < b', 'step d < c'],
      ['cycle b', 'cycle c', 'cycle d'],
    ],
    ['a step without a parent', ['step a', 'step b'], ['unreachable_step b']],
    ['a join of one line', ['step a', 'step b < a', 'join c < a b'], ['join_without_branch c']],
    [
      'branches that meet in a step',
      ['step a', 'step b < a', 'step c < a', 'step d < b c'],
      ['branch_without_join d'],
    ],
    [
      'a step that follows a for-each',
      ['step a', 'for-each b < a', 'step c < b'],
      ['for_each_without_join c'],
    ],
  ])('names the rule that is broken by %s', (_, lines, rules) => {
    expect(rulesBroken(...lines)).toEqual(expect.arrayContaining(rules));
    expect(new Set(rulesBroken(...lines).map(ruleOf))).toEqual(new Set(rules.map(ruleOf)));
  });

  it('says which steps there are when a parent is unknown', () => {
    const [problem] = lintGraph(graph('step prepare', 'step train < prepair'));
    expect(problem?.message).toBe(
      "step 'train' comes after 'prepair', which is no step; the steps are prepare, train",
    );
  });
});

it('refuses to run a flow whose graph is wrong, with all problems, before anything is written', async () => {
  const place = await openWorkplace();
  const wrong = flow('wrong')
    .step('a', { run: async () => ({}) })
    .step('b', { run: async () => ({}) })
    .step('c', { run: async () => ({}) });
  const running = runFlow(wrong, { ...place.options, params: {} });
  await expect(running).rejects.toThrow(GraphError);
  await expect(running).rejects.toMatchObject({ problems: [{ step: 'b' }, { step: 'c' }] });
  expect(await place.keys()).toEqual([]);
  await place.clean();
});

function ruleOf(broken: string): string {
  return broken.split(' ')[0] ?? '';
}
