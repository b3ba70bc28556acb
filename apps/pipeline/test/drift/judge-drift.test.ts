import { ACTION_CODES, bundleVersion, FIRST_ITEM_ID, type BundleManifest } from '@lf/contract';
import { createRandom, type Random } from '@lf/kernels';
import type { OutcomeLine, RequestLine } from '@lf/serving';
import { intentManifest, recManifest } from '@lf/test-doubles';
import { describe, expect, it } from 'vitest';
import { judgeDrift } from '../../src/drift/judge-drift.ts';
import type { Traffic } from '../../src/drift/read-traffic.ts';
import { describeReference, readReference } from '../../src/reference/reference.ts';
import {
  intentInputColumns,
  intentOutputColumn,
  recInputColumns,
  recOutputColumn,
  unknownColumn,
} from '../../src/reference/traffic-columns.ts';

const { add, detail, view, remove } = ACTION_CODES;

/** Sessions of a shop whose shoppers add with this probability; its model is sure of what it says. */
function shopper(random: Random, addRatio: number) {
  const length = 1 + Math.floor(12 * random.uniform() ** 2);
  const actions = Array.from({ length }, () => {
    const drawn = random.uniform();
    if (drawn < addRatio) return add;
    if (drawn < addRatio + 0.05) return remove;
    return drawn < addRatio + 0.4 ? detail : view;
  });
  const adds = actions.filter((action) => action === add).length;
  const p = 1 / (1 + Math.exp(2 - adds));
  return { actions, p, purchased: random.uniform() < p };
}

const sessionsOf = (seed: number, count: number, addRatio: number) => {
  const random = createRandom(seed);
  return Array.from({ length: count }, () => shopper(random, addRatio));
};

/** What is right for the shop's model, by its own probabilities. */
const METRICS = { rocAuc: 0.7, calibrationError: 0.01 };

function manifestOf(kind: 'intent' | 'rec', metrics: Record<string, number>): BundleManifest {
  const described = kind === 'intent' ? intentManifest() : recManifest(10);
  return { ...described, schemaVersion: 2, files: {}, metrics };
}

function traffic(
  sessions: readonly ReturnType<typeof shopper>[],
  model: string | null,
  more: Partial<Traffic> = {},
): Traffic {
  const t = '2026-01-01T00:00:00Z';
  return {
    requests: sessions.map(({ actions, p }, place): RequestLine => ({
      lf: 'request',
      v: 1,
      t,
      id: `id-${place}`,
      kind: 'intent',
      model,
      session: actions.join(''),
      p,
    })),
    outcomes: [],
    files: 1,
    unreadable: 0,
    foreign: 0,
    isCut: false,
    ...more,
  };
}

const outcomesOf = (sessions: readonly { readonly purchased: boolean }[]) =>
  sessions.map(({ purchased }, place): OutcomeLine => ({
    lf: 'outcome',
    v: 1,
    t: '2026-01-01T00:01:00Z',
    id: `id-${place}`,
    purchased,
  }));

async function referenceOf(seed: number, addRatio: number) {
  const sessions = sessionsOf(seed, 5_000, addRatio);
  const bytes = await describeReference('intent', [
    intentInputColumns(sessions.map(({ actions }) => actions)),
    intentOutputColumn(sessions.map(({ p }) => p)),
  ]);
  return readReference(bytes, 'a test');
}

const manifest = manifestOf('intent', METRICS);
const LIMITS = {
  itemOf: new Map<string, number>(),
  runId: null,
  minRequests: 1_000,
  maxDrop: 0.02,
};

describe('drift of an intent model', () => {
  it('does not ring for traffic of the same shop: at most one alarm in forty weeks', async () => {
    const reference = await referenceOf(1, 0.25);
    let alarms = 0;
    for (let seed = 100; seed < 140; seed++) {
      const { verdict } = await judgeDrift(traffic(sessionsOf(seed, 1_000, 0.25), null), {
        ...LIMITS,
        manifest,
        reference,
      });
      if (verdict !== 'no drift') alarms += 1;
    }
    expect(alarms).toBeLessThanOrEqual(1);
  });

  it('rings for another mix of actions, and names what is other', async () => {
    const reference = await referenceOf(1, 0.25);
    for (let seed = 0; seed < 5; seed++) {
      const report = await judgeDrift(traffic(sessionsOf(seed, 1_000, 0.55), null), {
        ...LIMITS,
        manifest,
        reference,
      });
      expect(report.verdict).toBe('drift');
      const gone = report.columns.filter(({ verdict }) => verdict === 'drift');
      expect(gone.map(({ column }) => column)).toEqual(
        expect.arrayContaining(['add_share', 'prediction']),
      );
      expect(gone.map(({ column }) => column)).not.toContain('events');
    }
  });

  it('does not judge fewer requests than are needed, or those of another model', async () => {
    const reference = await referenceOf(1, 0.25);
    const few = traffic(sessionsOf(2, 999, 0.25), bundleVersion(manifest));
    const others = traffic(sessionsOf(2, 3_000, 0.55), 'another');
    for (const log of [few, others]) {
      const report = await judgeDrift(log, { ...LIMITS, manifest, reference });
      expect(report.verdict).toBe('not judged');
      expect(report.columns).toEqual([]);
    }
    const { ofOtherModels } = await judgeDrift(others, { ...LIMITS, manifest, reference });
    expect(ofOtherModels).toBe(3_000);
  });

  it('finds the figures of a model that is as it was, and counts outcomes that belong to no request', async () => {
    const sessions = sessionsOf(3, 2_000, 0.25);
    const stray: OutcomeLine = { ...outcomesOf([{ purchased: true }])[0]!, id: 'nobody' };
    const log = traffic(sessions, null, { outcomes: [...outcomesOf(sessions), stray] });
    const reference = await referenceOf(1, 0.25);
    const { verdict, quality } = await judgeDrift(log, { ...LIMITS, manifest, reference });
    expect(verdict).toBe('no drift');
    expect(quality).toMatchObject({ joined: 2_000, unmatched: 1, ofOtherKind: 0 });
    for (const { verdict: found, live } of quality.figures) {
      expect(found).not.toBe('worse');
      expect(live.low).toBeLessThanOrEqual(live.value);
      expect(live.high).toBeGreaterThanOrEqual(live.value);
    }
  });

  it('rings where purchases no longer follow what the model says, though sessions look alike', async () => {
    const random = createRandom(9);
    const sessions = sessionsOf(4, 2_000, 0.25).map((session) => ({
      ...session,
      purchased: random.uniform() < 0.2,
    }));
    const log = traffic(sessions, null, { outcomes: outcomesOf(sessions) });
    const reference = await referenceOf(1, 0.25);
    const report = await judgeDrift(log, { ...LIMITS, manifest, reference });
    expect(report.verdict).toBe('drift');
    expect(report.columns.filter(({ verdict }) => verdict === 'drift')).toEqual([]);
    const [rocAuc] = report.quality.figures;
    expect(rocAuc).toMatchObject({ name: 'ROC-AUC', verdict: 'worse', trained: 0.7 });
    expect(Math.abs(Number(rocAuc?.live.value) - 0.5)).toBeLessThan(0.06);
  });
});

describe('intervals of live figures', () => {
  const TIMES = 9;
  /** Each session asks so many times and ends each time the same way; the shop names its sessions, or does not. */
  const widthsOf = async (
    seed: number,
    of: { readonly times: number; readonly isNamed: boolean },
  ) => {
    const sessions = sessionsOf(seed, 400, 0.25);
    const repeated = sessions.flatMap((session) => Array.from({ length: of.times }, () => session));
    const plain = traffic(repeated, null, { outcomes: outcomesOf(repeated) });
    const requests = plain.requests.map((request, place) => ({
      ...request,
      ...(of.isNamed && { s: `session-${Math.floor(place / of.times)}` }),
    }));
    const { quality } = await judgeDrift(
      { ...plain, requests },
      { ...LIMITS, manifest, reference: await referenceOf(1, 0.25), minRequests: 100 },
    );
    return quality.figures.map(({ name, live }) => ({ name, width: live.high - live.low }));
  };

  it('do not shrink where sessions ask again, as far as the shop names its sessions', async () => {
    const once = await widthsOf(5, { times: 1, isNamed: false });
    const named = await widthsOf(5, { times: TIMES, isNamed: true });
    const unnamed = await widthsOf(5, { times: TIMES, isNamed: false });
    expect(named.map(({ name }) => name)).toEqual([
      'ROC-AUC',
      'purchase rate less mean probability',
      'calibration error',
    ]);
    for (const [place, { width }] of once.entries()) {
      expect(named[place]?.width).toBeGreaterThan(0.8 * width);
      expect(named[place]?.width).toBeLessThan(1.25 * width);
    }
    for (const place of [0, 1]) {
      expect(unnamed[place]?.width).toBeLessThan(0.5 * (once[place]?.width ?? 0));
    }
  });
});

describe('drift of a rec model', () => {
  const skus = Array.from({ length: 100 }, (_, item) => `sku-${item}`);
  const itemOf = new Map(skus.map((sku, item) => [sku, item]));
  const session = (random: Random, unknownRatio: number) => {
    const items = Array.from({ length: 1 + Math.floor(6 * random.uniform()) }, () =>
      Math.floor(100 * random.uniform() ** 3),
    );
    const known = items.filter(() => random.uniform() >= unknownRatio);
    return { items: known, unknown: items.length - known.length };
  };
  const draw = (seed: number, count: number, unknownRatio: number) => {
    const random = createRandom(seed);
    return Array.from({ length: count }, () => session(random, unknownRatio));
  };
  const log = (sessions: ReturnType<typeof draw>): Traffic => ({
    ...traffic([], null),
    requests: sessions.map(({ items, unknown }, place) => ({
      lf: 'request',
      v: 1,
      t: '2026-01-01T00:00:00Z',
      id: `id-${place}`,
      kind: 'rec',
      model: null,
      session: items.map((item) => item + FIRST_ITEM_ID),
      top: items.length === 0 ? [FIRST_ITEM_ID] : items.map((item) => item + FIRST_ITEM_ID),
      ...(unknown > 0 && { unknown }),
    })),
  });
  const reference = async () => {
    const sessions = draw(1, 5_000, 0.02);
    const bytes = await describeReference('rec', [
      recInputColumns(sessions),
      unknownColumn(sessions),
      recOutputColumn(sessions.map(({ items }) => items[0])),
    ]);
    return readReference(bytes, 'a test');
  };
  const rec = manifestOf('rec', { hr10: 0.5, mrr10: 0.3 });

  it('rings where the catalogue has changed, and not before', async () => {
    const of = { ...LIMITS, manifest: rec, itemOf, reference: await reference() };
    expect((await judgeDrift(log(draw(2, 2_000, 0.02)), of)).verdict).toBe('no drift');
    const changed = await judgeDrift(log(draw(3, 2_000, 0.5)), of);
    expect(changed.verdict).toBe('drift');
    expect(changed.columns.find(({ column }) => column === 'unknown_share')?.verdict).toBe('drift');
  });

  it('finds hit rate and reciprocal rank as they are by hand', async () => {
    const asked = log(draw(4, 2_000, 0));
    const outcomes = asked.requests.map(({ id, t, top = [] }, place): OutcomeLine => {
      // Every other shopper takes the first product that was recommended, the rest one that nobody knows
      const first = skus[(top[0] ?? 0) - FIRST_ITEM_ID] ?? '';
      return { lf: 'outcome', v: 1, t, id, next: place % 2 === 0 ? first : 'unheard of' };
    });
    const { quality } = await judgeDrift(
      { ...asked, outcomes },
      { ...LIMITS, manifest: rec, itemOf, reference: await reference() },
    );
    expect(quality.figures.map(({ name, live, verdict }) => [name, live.value, verdict])).toEqual([
      ['HR@10', 0.5, 'as trained'],
      ['MRR@10', 0.5, 'as trained'],
    ]);
  });
});

it('describes the same data by the same bytes, less than 100 kB of them', async () => {
  const columns = () => {
    const sessions = sessionsOf(1, 20_000, 0.25);
    return [
      intentInputColumns(sessions.map(({ actions }) => actions)),
      intentOutputColumn(sessions.map(({ p }) => p + 1e-9 * sessions.length)),
    ];
  };
  const [first, second] = [
    await describeReference('intent', columns()),
    await describeReference('intent', columns()),
  ];
  expect(Buffer.from(first).equals(Buffer.from(second))).toBe(true);
  expect(first.byteLength).toBeLessThan(100_000);
});
