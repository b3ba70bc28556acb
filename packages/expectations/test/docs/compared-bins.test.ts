import { describe, expect, it } from 'vitest';
import { comparedBins } from '../../src/docs/page/compared-bins.ts';

describe('the bins of a drift test', () => {
  it('are drawn as shares beside each other, and the one that moved most is named', () => {
    const details = {
      bins: ['up to 1.23456789012', '<b>'],
      observed_counts: [1, 3],
      reference_counts: [500, 500],
    };
    const { markup } = comparedBins(details)!;
    expect(markup).toContain('Moved most: up to 1.23457, from 50% to 25% of the rows.');
    expect(markup).toContain('&lt;b&gt;: 50% before, 75% now');
    expect(markup.match(/<rect/g)).toHaveLength(4);
  });

  it('are bounded in number, however many categories there are', () => {
    const counts = Array.from({ length: 1_000 }, () => 1);
    const bins = counts.map((_, at) => `sku ${at}`);
    const { markup } = comparedBins({ bins, observed_counts: counts, reference_counts: counts })!;
    expect(markup.match(/<rect/g)).toHaveLength(80);
    expect(markup).toContain('The first 40 of 1,000 bins.');
  });

  it.each([undefined, null, 'text', {}, { bins: [] }, { bins: 3, observed_counts: {} }])(
    'are not drawn from %j',
    (details) => {
      expect(comparedBins(details)).toBeNull();
    },
  );

  it('bear batches without rows', () => {
    const details = { bins: ['a'], observed_counts: [0], reference_counts: [0] };
    expect(comparedBins(details)?.markup).not.toContain('NaN');
  });
});
