import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rocAucInterval } from '../../src/index.ts';
import { rocAuc } from '../../src/evaluate/roc-auc.ts';

const NORMAL_95 = 1.959964;

/** Rows of random scores and labels, in groups of two. */
const rowsArbitrary = fc
  .array(fc.record({ score: fc.integer({ min: 0, max: 9 }), label: fc.constantFrom(0, 1) }), {
    minLength: 4,
    maxLength: 60,
  })
  .map((rows) => ({
    scores: rows.map(({ score }) => score / 10),
    labels: rows.map(({ label }) => label),
    groups: rows.map((_, row) => Math.floor(row / 2)),
  }));

describe('rocAucInterval', () => {
  it('is, for rows that stand alone, that of DeLong, worked out by hand', () => {
    // Placements of the positives .9 .6 .4 among the negatives .7 .3 .2 .1: 1, 3/4, 3/4; of the negatives: 1/3, 1, 1, 1
    const scores = [0.9, 0.6, 0.4, 0.7, 0.3, 0.2, 0.1];
    const labels = [1, 1, 1, 0, 0, 0, 0];
    const found = rocAucInterval({ scores, labels, groups: labels.map((_, row) => row) });
    const value = 2.5 / 3;
    const ofPositives = [1, 0.75, 0.75].reduce((sum, at) => sum + ((at - value) / 3) ** 2, 0);
    const ofNegatives = [1 / 3, 1, 1, 1].reduce((sum, at) => sum + ((at - value) / 4) ** 2, 0);
    const error = Math.sqrt(((ofPositives + ofNegatives) * 7) / 6);
    expect(found?.value).toBeCloseTo(value, 12);
    expect(found?.low).toBeCloseTo(value - NORMAL_95 * error, 12);
    expect(found?.high).toBeCloseTo(value + NORMAL_95 * error, 12);
  });

  it('has the ROC-AUC in its middle', () => {
    fc.assert(
      fc.property(rowsArbitrary, (rows) => {
        const found = rocAucInterval(rows);
        const value = rocAuc(rows.scores, rows.labels);
        if (found === null) expect(value).toBeNull();
        else {
          expect(found.value).toBeCloseTo(value ?? NaN, 12);
          expect((found.low + found.high) / 2).toBeCloseTo(found.value, 12);
        }
      }),
    );
  });

  it('does not narrow when every row is there twice in its group, and does when the copies stand alone', () => {
    fc.assert(
      fc.property(rowsArbitrary, ({ scores, labels }) => {
        const once = rocAucInterval({ scores, labels, groups: labels.map((_, row) => row) });
        fc.pre(once !== null && once.high > once.low);
        const twice = { scores: [...scores, ...scores], labels: [...labels, ...labels] };
        const together = rocAucInterval({
          ...twice,
          groups: twice.labels.map((_, row) => row % labels.length),
        });
        const apart = rocAucInterval({ ...twice, groups: twice.labels.map((_, row) => row) });
        expect(together?.high).toBeCloseTo(once?.high ?? NaN, 12);
        expect(apart?.high).toBeLessThan(together?.high ?? NaN);
      }),
    );
  });

  it('of two models that rank alike is 0 wide around 0', () => {
    fc.assert(
      fc.property(rowsArbitrary, (rows) => {
        const others = rows.scores.map((score) => score ** 3);
        const found = rocAucInterval({ ...rows, others });
        fc.pre(found !== null);
        for (const each of [found?.value, found?.low, found?.high]) expect(each).toBeCloseTo(0, 12);
      }),
    );
  });

  it('is none where all labels are alike, or all rows are of one session', () => {
    expect(rocAucInterval({ scores: [0.1, 0.2], labels: [1, 1], groups: [0, 1] })).toBeNull();
    expect(rocAucInterval({ scores: [0.1, 0.2], labels: [1, 0], groups: [7, 7] })).toBeNull();
  });
});
