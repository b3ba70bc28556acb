import { expect, it } from 'vitest';
import type { Standing } from '@lf/contract';
import { requireVerdict } from '../../src/evaluate/require-verdict.ts';

const verdict = (standing: Standing) => ({
  standing,
  verdict: `lstm is ${standing}.`,
  gains: [],
  power: null,
});

const deploy = {
  params: { force: false, challengerShare: 0 },
  champion: 'lf-intent-1',
  isNamed: true,
};

it.each(['chance', 'too_small'] as const)(
  'a model that is %s takes the place of no other, unless forced',
  (standing) => {
    const found = verdict(standing);
    expect(() => requireVerdict(found, deploy)).toThrow(
      new RegExp(`lf-intent-1 serves: lstm is ${standing}\\. The old model serves on`),
    );
    const allowed = [
      { ...deploy, champion: null },
      { ...deploy, params: { force: true, challengerShare: 0 } },
      { ...deploy, params: { force: false, challengerShare: 0.1 } },
    ];
    for (const each of allowed) expect(() => requireVerdict(found, each)).not.toThrow();
  },
);

it('a model that a baseline beats is served where it was named, or forced', () => {
  const first = { ...deploy, champion: null };
  const found = verdict('worse');
  expect(() => requireVerdict(found, { ...first, isNamed: false })).toThrow(
    expect.objectContaining({ code: 'model_worse_than_baseline' }) as Error,
  );
  expect(() => requireVerdict(found, first)).not.toThrow();
  const params = { force: true, challengerShare: 0 };
  expect(() => requireVerdict(found, { ...first, isNamed: false, params })).not.toThrow();
});

it.each(['better', 'even'] as const)('a model that is %s is served', (standing) => {
  expect(() => requireVerdict(verdict(standing), { ...deploy, isNamed: false })).not.toThrow();
});
