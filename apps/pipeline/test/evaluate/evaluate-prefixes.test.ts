import { afterAll, beforeAll, expect, it } from 'vitest';
import { Workplace } from '../workplace.ts';

let place: Workplace;
let files: readonly string[];

/** 150 visitors of two rows each: whoever waits long before the add buys. */
beforeAll(async () => {
  place = await Workplace.open();
  const visitors = Array.from({ length: 150 }, (_, visitor) => visitor);
  const gap = (visitor: number) => (visitor * 37) % 100;
  const label = (visitor: number) => (gap(visitor) > 60 ? 1 : 0);
  const lines = (of: (visitor: number) => readonly string[]) => visitors.flatMap(of).join('\n');
  const prefixes = await place.write(
    'prefixes.csv',
    `session_key,visitor_id,events_after_first_add,symbols,label\n${lines((visitor) => [
      `s${visitor},v${visitor},0,VA,${label(visitor)}`,
      `s${visitor},v${visitor},1,VAV,${label(visitor)}`,
    ])}\n`,
  );
  const times = await place.write(
    'prefix_times.csv',
    'session_key,events_after_first_add,seconds_since_first_event,seconds_since_previous_event,seconds_since_first_cart,' +
      'inter_event_interval_mean,unique_items_count,repeated_views_of_cart_items,hour_of_day,day_of_week\n' +
      `${lines((visitor) => [
        `s${visitor},0,${gap(visitor)},${gap(visitor)},0,${gap(visitor)},1,1,9,2`,
        `s${visitor},1,${gap(visitor) + 5},5,5,${(gap(visitor) + 5) / 2},2,1,9,2`,
      ])}\n`,
  );
  files = ['--prefixes', prefixes, '--times', times];
});

afterAll(() => place.close());

it('trains trees on the times, and prints how they rank unseen visitors', async () => {
  const { code, stdout, stderr } = await place.lf(['evaluate', 'intent', ...files, '--seed', '4']);
  expect(code, stderr).toBe(0);
  expect(stdout).toContain('Trained on 240 rows (actions, times, clock, products)');
  expect(stdout).toContain('trees is better than every baseline');
  expect(stderr).toMatch(/^part 5 of 5: \d+ trees, validation 0\.\d+$/mu);
});

it('gives the mean of several seeds, and each of their runs', async () => {
  const args = ['evaluate', 'intent', ...files, '--seeds', '4,5', '--json'];
  const { code, stdout, stderr } = await place.lf(args);
  expect(code, stderr).toBe(0);
  const { mean, runs } = JSON.parse(stdout) as {
    readonly mean: readonly {
      readonly model: string;
      readonly cut: number;
      readonly rocAuc: { readonly mean: number; readonly sd: number };
    }[];
    readonly runs: readonly {
      readonly seed: number;
      readonly models: readonly {
        readonly evaluation: { readonly perCut: readonly { readonly rocAuc: number }[] };
      }[];
    }[];
  };
  expect(runs.map(({ seed }) => seed)).toEqual([4, 5]);
  const [first = NaN, second = NaN] = runs.map(
    ({ models }) => models[0]?.evaluation.perCut[1]?.rocAuc,
  );
  const ofTrees = mean.filter(({ model }) => model === 'trees');
  expect(ofTrees.map(({ cut }) => cut)).toEqual([0, 1]);
  expect(ofTrees[1]?.rocAuc.mean).toBeCloseTo((first + second) / 2, 12);
  expect(ofTrees[1]?.rocAuc.sd).toBeCloseTo(Math.abs(first - second) / Math.SQRT2, 12);
});

it('refuses seeds that are none, and a seed beside them', async () => {
  const wrong = await place.lf(['evaluate', 'intent', ...files, '--seeds', '1,one']);
  expect(wrong.code).not.toBe(0);
  expect(wrong.stderr).toContain('expected different whole numbers from 0 to 4294967295');
  const both = await place.lf(['evaluate', 'intent', ...files, '--seeds', '1,2', '--seed', '1']);
  expect(both.code).not.toBe(0);
  expect(both.stderr).toContain("'--seeds <list>' cannot be used with option '--seed <n>'");
});
