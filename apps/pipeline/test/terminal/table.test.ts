import { expect, it } from 'vitest';
import { renderTable } from '../../src/terminal/table.ts';

it('lines numbers up on the right and words on the left', () => {
  expect(
    renderTable(
      ['model', 'auc'],
      [
        ['lstm', '.9'],
        ['markov chain', '.85'],
      ],
      ['left', 'right'],
    ),
  ).toBe(
    ['model         auc', '────────────  ───', 'lstm           .9', 'markov chain  .85'].join('\n'),
  );
});
