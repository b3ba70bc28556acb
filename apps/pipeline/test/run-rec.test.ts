import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { artifactsOf, killAt } from './interrupted-runs.ts';
import { showcaseIn } from './showcase-in.ts';
import { Workplace } from './workplace.ts';

let place: Workplace;
beforeEach(async () => {
  place = await Workplace.open(null, { MODEL_CHOICE: 'VSKNN' });
});
afterEach(() => place.close());

interface Report {
  readonly scores: {
    readonly models: readonly { readonly name: string; readonly evaluation: unknown }[];
    readonly candidates: readonly { readonly name: string; readonly ndcg: number }[];
    readonly standing: string;
  };
  readonly modelKey: string;
  readonly served: { readonly url: string; readonly prediction: readonly string[] };
}

describe('lf run rec', () => {
  it('goes from nothing to products that curl gets too', async () => {
    const { code, stdout, stderr } = await place.lf(['run', 'rec', '--run-id', 'first']);
    expect(stderr).toContain('[data_validation] 5 expectations of suite rec hold');
    expect(stderr).toMatch(/agrees with the trained one on \d+ sessions: 100\.0 % of places/);
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^VSKNN .*NDCG@20 0\.\d+ \(0\.\d+ to 0\.\d+\), .* compared with MARKOV/m,
    );
    const [, url = ''] = /curl '([^']+)'/.exec(stdout) ?? [];
    const answer: unknown = await (await fetch(url)).json();
    const shown = stdout.match(/^ {2}[0-9a-f]{64}$/gm)?.map((line) => line.trim()) ?? [];
    expect(shown).toHaveLength(10);
    expect(answer).toMatchObject({ prediction: shown, fallback: false });

    const showcase = await showcaseIn(join(place.folder, '.lf/models/rec/first/model.tar.gz'));
    expect(showcase.sessions.length).toBeGreaterThan(3);
    const told = showcase.sessions.flatMap(({ events }) => events);
    // The catalogue of the synthetic shop says nothing of some
    const sku = told.find((each) => showcase.products.has(each)) ?? '';
    expect(showcase.products.get(sku)).toEqual({
      category: expect.stringMatching(/^[0-9a-f]{12}…$/) as unknown,
      price: expect.stringMatching(/^price \d+ of 10$/) as unknown,
      amount: expect.any(Number) as unknown,
    });
    const sessions: unknown = await (await fetch(new URL('/sessions', url))).json();
    expect(sessions).toMatchObject({
      sessions: showcase.sessions,
      products: { [sku]: showcase.products.get(sku) },
    });

    const listed = await place.lf(['runs', 'list', '--json']);
    expect(JSON.parse(listed.stdout)).toMatchObject([{ flow: 'rec', status: 'completed' }]);
  });

  it('killed at a training, a choice and a deployment, it resumes to the bytes of an undisturbed run', async () => {
    await killAt(place, 'train_model/0', ['run', 'rec', '--run-id', 'killed']);
    for (const task of ['evaluate_model', 'deploy']) {
      await killAt(place, task, ['resume', 'killed']);
    }
    const resumed = await place.lf(['resume', 'killed', '--json']);
    expect(resumed.code, resumed.stderr).toBe(0);
    const undisturbed = await place.lf(['run', 'rec', '--run-id', 'undisturbed', '--json']);
    expect(undisturbed.code, undisturbed.stderr).toBe(0);
    const artifacts = await artifactsOf(place, 'killed');
    expect(artifacts).toEqual(await artifactsOf(place, 'undisturbed'));
    expect(Object.values(artifacts).flat().length).toBeGreaterThan(8);
  });

  it('trains the models of a sweep, serves the best on validation and shows them all', async () => {
    const sweep = await place.write(
      'sweep.json',
      JSON.stringify([
        { MODEL_CHOICE: 'POPULARITY' },
        { MODEL_CHOICE: 'VSKNN', NEIGHBOURS: [50, 100] },
      ]),
    );
    const { code, stdout, stderr } = await place.lf(['run', 'rec', '--sweep', sweep, '--json'], {
      LF_SHOWCASE: 'none',
    });
    expect(code, stderr).toBe(0);
    const { scores, modelKey, served } = JSON.parse(stdout) as Report;
    expect(scores.candidates.map(({ name }) => name)).toEqual([
      'POPULARITY',
      'VSKNN NEIGHBOURS=50',
      'VSKNN NEIGHBOURS=100',
    ]);
    // The shop's products hang together, which popularity does not see
    const [best] = [...scores.candidates].sort((a, b) => b.ndcg - a.ndcg);
    expect(best?.name).toMatch(/^VSKNN/);
    expect(scores.models[0]?.name).toBe(best?.name);
    expect(modelKey).toMatch(/^models\/rec\//);
    expect(served.prediction).toHaveLength(10);
    // VSKNN keeps sessions of its training, and the shop wants none shown
    const nothing = { data: 'a synthetic shop', sessions: [], products: new Map() };
    expect(await showcaseIn(join(place.folder, '.lf', modelKey))).toEqual(nothing);
    expect((await fetch(new URL('/sessions', served.url))).status).toBe(404);
  });

  it('gives other splits and other bytes for other seeds and shares', async () => {
    await place.write('config.json', JSON.stringify({ VALIDATION_RATIO: 0.1, TEST_RATIO: 0.2 }));
    const args = ['run', 'rec', '--config', 'config.json', '--seed', '5', '--run-id', 'other'];
    const { code, stdout, stderr } = await place.lf(args);
    expect(code, stderr).toBe(0);
    expect(stderr).toContain('seed 5');
    const [, test] = /the latest ([\d,]+) by start/.exec(stdout) ?? [];
    const [, sessions] = /\[prepare_dataset\] train: ([\d,]+) sessions/.exec(stderr) ?? [];
    expect(Number(test) / Number(sessions)).toBeCloseTo(0.2 / 0.7, 1);
  });
});

describe('lf evaluate rec', () => {
  /** Sessions a b, each seen twice, and one of c alone: after a comes b, whatever the model. */
  async function writeShop(): Promise<{ readonly data: string; readonly cases: string }> {
    const header =
      'session_id_hash,event_type,product_action,product_sku_hash,server_timestamp_epoch_ms,hashed_url\n';
    const sessions = [['a', 'b'], ['a', 'b'], ['c'], ['a', 'b']];
    const rows = sessions.flatMap((skus, session) =>
      skus.map(
        (sku, event) =>
          `s${session},event_product,detail,${sku},${1_547_000_000_000 + 1000 * session + event},\n`,
      ),
    );
    return {
      data: await place.write('browsing_train.csv', header + rows.join('')),
      cases: await place.write('cases.csv', 'prefix,target\na,b\nc a,b\na,never\n'),
    };
  }

  it('takes a SKU that holds a space for one product, and tells what it does not know', async () => {
    const { data } = await writeShop();
    const events = await readFile(data, 'utf8');
    await place.write('browsing_train.csv', events.replaceAll(',a,', ',hat red,'));
    const cases = await place.write('cases.csv', 'prefix,target\nhat red,b\nhat blue,b\n');
    const args = ['evaluate', 'rec', '--data', data, '--cases', cases, '--model', 'MARKOV'];
    const { code, stdout, stderr } = await place.lf([...args, '--json']);
    expect(code, stderr).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ cases: 2, hr20: 1 });
    expect(stderr).toContain(
      '2 of 3 items of the prefixes (66.7 %) are not in the data, such as "hat", "blue".',
    );
  });

  it('prints exactly the figures that it promises, with nothing in the datastore', async () => {
    const { data, cases } = await writeShop();
    const args = ['evaluate', 'rec', '--data', data, '--cases', cases, '--model', 'MARKOV'];
    const { code, stdout, stderr } = await place.lf([...args, '--json']);
    expect(code, stderr).toBe(0);
    const scores = JSON.parse(stdout) as Record<string, unknown>;
    expect(Object.keys(scores)).toEqual([
      'model',
      'cases',
      'hr20',
      'mrr20',
      'ndcg20',
      'coverage',
      'trainSeconds',
      'evaluateSeconds',
    ]);
    // b stands first after a in two of three cases; what was never seen is a miss
    expect(scores).toMatchObject({
      model: 'MARKOV',
      cases: 3,
      hr20: expect.closeTo(2 / 3, 6) as unknown,
      mrr20: expect.closeTo(2 / 3, 6) as unknown,
    });
    await expect(readFile(`${place.folder}/.lf`)).rejects.toThrow(/ENOENT/);
  });

  it('shows where it did well, and takes the folder for the file', async () => {
    const { cases } = await writeShop();
    const args = ['evaluate', 'rec', '--data', place.folder, '--cases', cases];
    const { code, stdout, stderr } = await place.lf([...args, '--model', 'MARKOV']);
    expect(code, stderr).toBe(0);
    expect(stdout).toContain('1 targets are not in the training data');
    expect(stdout).toMatch(/events before[\s\S]*the next product is/);
  });

  it('repeats the trainings from the seed on, and tells their means', async () => {
    const { data, cases } = await writeShop();
    const args = ['evaluate', 'rec', '--data', data, '--cases', cases, '--model', 'MARKOV'];
    const { code, stdout, stderr } = await place.lf([
      ...args,
      ...['--seed', '4294967295', '--repeats', '2', '--json'],
    ]);
    expect(code, stderr).toBe(0);
    const hr20 = expect.closeTo(2 / 3, 6) as unknown;
    expect(JSON.parse(stdout)).toMatchObject({
      models: [
        {
          model: 'MARKOV',
          hr20: { mean: hr20, sd: 0 },
          runs: [
            { seed: 4_294_967_295, model: 'MARKOV', hr20 },
            { seed: 0, model: 'MARKOV', hr20 },
          ],
        },
      ],
    });
    expect(JSON.parse(stdout)).not.toHaveProperty('difference');
    for (const repeats of ['0', '1.5', 'two']) {
      const refused = await place.lf([...args, '--repeats', repeats]);
      expect([refused.code, refused.stdout]).toEqual([2, '']);
      expect(refused.stderr).toContain('expected a whole number from 1');
    }
  });

  it('compares two models, or two configurations of one, on the same cases', async () => {
    const { data, cases } = await writeShop();
    const args = ['evaluate', 'rec', '--data', data, '--cases', cases, '--model', 'MARKOV'];
    // The session itself is all that SESSION_POPULARITY ranks first: b stands behind a
    const models = await place.lf([...args, '--against', 'SESSION_POPULARITY', '--json']);
    expect(models.code, models.stderr).toBe(0);
    const { difference } = JSON.parse(models.stdout) as {
      readonly difference: Record<string, { value: number; low: number; high: number }>;
    };
    expect(Object.keys(difference)).toEqual(['hr20', 'mrr20', 'ndcg20']);
    // The two hits: 1 instead of 1/2 after a, 1 instead of 1/3 after c a
    expect(difference['mrr20']?.value).toBeCloseTo((1 / 2 + 2 / 3) / 3, 6);
    const config = await place.write('other.json', JSON.stringify({ LIST_LENGTH: 1 }));
    const configs = await place.lf([...args, '--against-config', config]);
    expect(configs.code, configs.stderr).toBe(0);
    expect(configs.stdout).toContain('MARKOV (first) less MARKOV (second)');
    const wrong = await place.lf([...args, '--against', 'MARKOF']);
    expect(wrong.code).toBe(2);
    expect(wrong.stderr).toMatch(/--against.*did you mean MARKOV\?/s);
  });
});
