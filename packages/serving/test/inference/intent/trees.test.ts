import { serializeTreeModel, tellContext, unknownContext } from '@lf/contract';
import { bodyOf, oneHot, someTrees, worldOf, writeTreesBundle } from '@lf/test-doubles';
import { expect, it } from 'vitest';
import { createApi } from '../../../src/api.ts';
import { DEFAULT_INSTANCE_LIMITS as LIMITS } from '../../../src/inference/limits.ts';
import { loadModel } from '../../../src/inference/load-model.ts';
import { createIntent } from '../../../src/models/intent/intent.ts';
import { expectDocumented } from '../../openapi/documented.ts';

const QUERIES = [
  'session=detail,add,view',
  'session=detail,add,view&times=1764518400,1764518425,1764518491',
  'session=detail,add,detail&skus=hat,hat,hat',
  'session=detail,add,detail,view,detail&times=1764518400,1764518405,1764518425,1764518428,1764518491&skus=hat,hat,hat,,cap',
];

it('answers in this process as the endpoint does, with times and products and without', async () => {
  const bundle = await writeTreesBundle({ maxEvents: 4 });
  const model = await loadModel(bundle, 'intent');
  const world = worldOf({ LF_API_BUNDLE: bundle, LF_API_INFERENCE: 'bundle' });
  const lambda = createApi(world);
  const document: unknown = bodyOf(await lambda({ rawPath: '/openapi.json' }));
  const reads = createIntent(model.maxEvents, {}, model.context);
  const seen = new Set<unknown>();
  for (const query of QUERIES) {
    const answer = await lambda({ rawPath: '/predict', rawQueryString: query });
    expect(answer.statusCode, answer.body).toBe(200);
    const { prediction, context } = bodyOf(answer);
    seen.add(prediction);
    const parameters = new URLSearchParams(query);
    expect(context).toEqual(
      parameters.size === 1
        ? undefined
        : [
            ...(parameters.has('times') ? ['times', 'clock'] : []),
            ...(parameters.has('skus') ? ['products'] : []),
          ],
    );
    const list = (name: string) => parameters.get(name)?.split(',');
    const [times, skus] = [list('times'), list('skus')];
    const told = { ...(times && { times }), ...(skus && { skus }) };
    const prepared = reads.prepare(list('session') ?? [], 100, told);
    if ('prediction' in prepared) throw new Error('trees are asked');
    const here = await model.answerOne(prepared.codes, prepared.context);
    expect(here.predictions).toEqual([[prediction]]);
    // As a Lambda in front of an endpoint asks it
    const instance = reads.instanceOf(prepared.codes, prepared.context);
    const posted = JSON.parse(JSON.stringify({ instances: [instance] })) as unknown;
    expect((await model.answer(posted, LIMITS)).predictions).toEqual([[prediction]]);
    expectDocumented(document, '/predict', answer);
  }
  expect(seen.size).toBe(QUERIES.length);
});

it('takes instances with and without a context in one request', async () => {
  const model = await loadModel(await writeTreesBundle(), 'intent');
  const x = oneHot([0, 5, 2, 6, 1]);
  const alone = await model.answer({ instances: [x] }, LIMITS);
  const context = { lastGap: 40, hour: 20 };
  const { predictions } = await model.answer({ instances: [{ x, context }, x, { x }] }, LIMITS);
  expect(predictions[1]).toEqual(alone.predictions[0]);
  expect(predictions[2]).toEqual(alone.predictions[0]);
  expect(predictions[0]).not.toEqual(alone.predictions[0]);
  expect(tellContext(unknownContext(1))).toEqual({});
});

const text = (change: (file: string) => string) =>
  new TextEncoder().encode(change(new TextDecoder().decode(serializeTreeModel(someTrees()))));

it.each([
  ['no JSON', text(() => '{'), /its trees\.json: it is no JSON/u],
  ['cut short', text((file) => file.slice(0, -9)), /its trees\.json/u],
  ['leading in circles', text((file) => file.replace('"lefts":[-1', '"lefts":[0')), /leads to no/u],
  ['going one way twice', text((file) => file.replace('"roots":[0', '"roots":[1')), /has a way/u],
  [
    'without numbers at the end',
    text((file) =>
      file
        .replace('"slope":1.5', '"slope":0')
        .replace('"base":-0.2', '"base":1.7e308')
        .replace(/"values":\[[^,]*/u, '"values":[1.7e308'),
    ),
    /no number/u,
  ],
])('refuses trees that are %s', async (_what, bytes, reason) => {
  await expect(
    loadModel(await writeTreesBundle({ files: { 'trees.json': bytes } })),
  ).rejects.toThrow(reason);
});

it('refuses a bundle that says it was told other things than its trees', async () => {
  await expect(loadModel(await writeTreesBundle({ context: ['times'] }))).rejects.toThrow(
    /the manifest says that the trees were told times, the trees say times, clock, products/u,
  );
});
