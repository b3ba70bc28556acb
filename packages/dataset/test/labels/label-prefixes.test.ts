import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NoSessionWithAddError, WHOLE_SESSION_CUT, labelPrefixes } from '../../src/index.ts';
import type { LabelOptions, Sessions } from '../../src/index.ts';
import { rowsOf } from '../labelled-rows.ts';

/** The letters of test sessions: Add, Remove, Purchase, Detail, View. */
const LETTERS = 'ARPDV';
const CODE_OF_A = 2;

function sessionsOf(...texts: readonly string[]): Sessions {
  const offsets = [0];
  for (const text of texts) offsets.push((offsets.at(-1) ?? 0) + text.length);
  return {
    offsets: Uint32Array.from(offsets),
    actions: Uint8Array.from(texts.join(''), (letter) => LETTERS.indexOf(letter) + CODE_OF_A),
    startMs: Float64Array.from(texts, (_, index) => 1000 + index),
  };
}

/** 'session:text=label@cut' per row. */
function label(texts: readonly string[], options?: LabelOptions): string[] {
  return rowsOf(labelPrefixes(sessionsOf(...texts), options).sequences).map(
    (row) =>
      `${row.group}:${row.actions.map((code) => LETTERS[code - CODE_OF_A]).join('')}=${row.label}@${row.cut}`,
  );
}

describe('prefix', () => {
  it('cuts a session at each k after its first add, before its first purchase', () => {
    expect(label(['DADVDVDP'])).toEqual(['0:DA=1@0', '0:DADV=1@2', '0:DADVDV=1@4']);
  });

  it('cuts a session without a purchase up to its last event', () => {
    expect(label(['ADV', 'AD'])).toEqual(['0:A=0@0', '0:ADV=0@2', '1:A=0@0']);
  });

  it('never shows the purchase', () => {
    expect(label(['AP', 'ADP', 'ADVP'])).toEqual(['0:A=1@0', '1:A=1@0', '2:A=1@0', '2:ADV=1@2']);
  });

  it('gives no row for a session that was bought before its first add, or has no add, and counts it', () => {
    const { sequences, counts } = labelPrefixes(sessionsOf('PA', 'DPADP', 'DDV', 'A', 'P'));
    expect(rowsOf(sequences).map(({ group }) => group)).toEqual([3]);
    expect(counts).toEqual({
      sessions: 5,
      sessionsWithoutAdd: 2,
      sessionsPurchasedBeforeAdd: 2,
      rows: 1,
      positives: 0,
      perCut: [{ cut: 0, rows: 1, positives: 0 }],
    });
  });

  it('takes the cuts that it is given, and carries session and start along', () => {
    expect(label(['AVVVV', 'AVVP'], { cuts: [1, 3] })).toEqual([
      '0:AV=0@1',
      '0:AVVV=0@3',
      '1:AV=1@1',
    ]);
    expect([...labelPrefixes(sessionsOf('A', 'V', 'A')).sequences.startMs]).toEqual([1000, 1002]);
  });

  it('does not tell the label by what a row holds: only what follows the cut decides it', () => {
    const text = fc.string({ unit: fc.constantFrom('A', 'R', 'P', 'D', 'V'), maxLength: 12 });
    fc.assert(
      fc.property(fc.array(text, { minLength: 1 }), (texts) => {
        fc.pre(texts.some((value) => value.includes('A')));
        const { sequences, counts } = labelPrefixes(sessionsOf(...texts));
        for (const row of rowsOf(sequences)) {
          const whole = texts[row.group] ?? '';
          const shown = row.actions.length;
          expect(whole.slice(0, shown)).not.toContain('P');
          expect(shown).toBe(whole.indexOf('A') + row.cut + 1);
          expect(row.label).toBe(whole.slice(shown).includes('P') ? 1 : 0);
        }
        expect(counts.perCut.reduce((sum, { rows }) => sum + rows, 0)).toBe(counts.rows);
      }),
    );
  });
});

describe('whole-session', () => {
  it("keeps whole sessions with the original's labels", () => {
    expect(label(['DADPV', 'DAD', 'PA', 'PAP', 'D'], { labelling: 'whole-session' })).toEqual([
      `0:DADPV=1@${WHOLE_SESSION_CUT}`,
      `1:DAD=0@${WHOLE_SESSION_CUT}`,
      `3:PAP=1@${WHOLE_SESSION_CUT}`,
    ]);
  });
});

it('says that no session has an add', () => {
  expect(() => labelPrefixes(sessionsOf('DV', 'P'))).toThrow(NoSessionWithAddError);
  expect(() => labelPrefixes(sessionsOf())).toThrow(/none of the 0 sessions/);
});

it.each([
  [{ cuts: [] }],
  [{ cuts: [2, 2] }],
  [{ cuts: [4, 2] }],
  [{ cuts: [-1] }],
  [{ cuts: [0.5] }],
  [{ cuts: [255] }],
])('refuses %j', (options) => {
  expect(() => labelPrefixes(sessionsOf('A'), options)).toThrow(
    /Option cuts must be ascending whole numbers/,
  );
});

it('refuses an unknown labelling', () => {
  const options: object = { labelling: 'suffix' };
  expect(() => labelPrefixes(sessionsOf('A'), options)).toThrow(/one of prefix, whole-session/);
});
