import { expect, it } from 'vitest';
import { Verdicts, report } from '../src/verdicts.ts';

it('counts what agrees, and shows what does not', () => {
  const verdicts = new Verdicts('a judge');
  verdicts.equal('loss', [1, 2], [1, 2]);
  verdicts.equal('auc', undefined, 0.5);
  expect(report(verdicts.all)).toEqual([
    'a judge: 1 of 2 as noted',
    'a judge: auc: expected 0.5, got undefined',
    '1 passed, 1 failed',
  ]);
});
