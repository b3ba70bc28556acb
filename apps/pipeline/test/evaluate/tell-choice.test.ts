import { expect, it } from 'vitest';
import { tellChoice } from '../../src/evaluate/tell-choice.ts';

const model = (name: string, ndcg: number) => ({ name, ndcg });

it('tells what was chosen, and by how much', () => {
  expect(tellChoice(model('BLEND', 0.524), [model('VSTAN', 0.4741)])).toBe(
    'the best of 2 models by NDCG@20 on the validation sessions: BLEND 0.524, then VSTAN 0.474',
  );
  const many = Array.from({ length: 9 }, (_, place) => model(`M${place}`, 0.1));
  expect(tellChoice(model('BLEND', 0.5), many)).toMatch(/^the best of 10.*M3 0\.100 and 5 more$/);
});

it('tells nothing where one model was named', () => {
  expect(tellChoice(model('KNN', 0.4), [])).toBeNull();
});
