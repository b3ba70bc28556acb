import { expect, it } from 'vitest';
import {
  describeRunning,
  removeSageMakerThing,
  rollbackSageMakerEndpoint,
  SAGEMAKER_COLLECTION_ACCESS,
  SAGEMAKER_COST_ACCESS,
  surveySageMaker,
} from '../../src/sagemaker.ts';
import { DATASTORE, OWNER, withSageMaker } from '../sagemaker/place.ts';

const at = withSageMaker();

it('tells which endpoint serves or goes back to each version, and which things none uses', async () => {
  const { place } = at;
  const { endpoint } = await place.deploy();
  await place.deploy({ owner: { ...OWNER, runId: 'run-2' }, replaces: endpoint });
  const survey = () => surveySageMaker(place.sagemaker, { datastore: DATASTORE });
  const all = await survey();
  expect(all.endpoints.map(({ name }) => name)).toEqual([endpoint]);
  expect(all.things).toHaveLength(4);
  expect(new Set(all.things.map(({ usedBy }) => usedBy))).toEqual(new Set([endpoint]));
  expect(all.things.map(({ runId }) => runId).sort()).toEqual(['run-1', 'run-1', 'run-2', 'run-2']);
  expect(all.bundles.map(({ isServed }) => isServed)).toEqual([true, false]);

  // Somebody removes the endpoint by hand: its versions are left
  await place.sagemaker.control(
    { doing: 'Removing an endpoint by hand', action: 'sagemaker:DeleteEndpoint' },
    ({ client, sdk }) => client.send(new sdk.DeleteEndpointCommand({ EndpointName: endpoint })),
  );
  const left = await survey();
  expect(left.things.every(({ usedBy }) => usedBy === null)).toBe(true);
  expect(left.bundles).toEqual([]);
  for (const thing of left.things) await removeSageMakerThing(place.sagemaker, thing);
  expect([...place.fake.models.keys(), ...place.fake.configs.keys()]).toEqual([]);
  expect((await survey()).things).toEqual([]);
});

it('leaves alone what is of another datastore', async () => {
  const { place } = at;
  await place.deploy({ owner: { ...OWNER, datastore: 's3://bucket/other' } });
  expect(await surveySageMaker(place.sagemaker, { datastore: DATASTORE })).toEqual({
    endpoints: [],
    things: [],
    bundles: [],
  });
});

it('tells what endpoints run on now, after scaling', async () => {
  const { place } = at;
  const { endpoint: name } = await place.deploy();
  place.fake.instances.set(name, 3);
  const running = () => describeRunning(place.sagemaker, { datastore: DATASTORE });
  expect(await running()).toMatchObject([
    { name, runId: 'run-1', variants: [{ kind: 'instances', type: 'ml.t2.medium', count: 3 }] },
  ]);
});

it('asks for what the tables of access name, and for nothing else', async () => {
  const { place } = at;
  const { endpoint: name } = await place.deploy();
  await place.deploy({ replaces: name });
  await rollbackSageMakerEndpoint(place.sagemaker, { name, datastore: DATASTORE, pollMs: 1 });
  const asked = (from: number) => [...new Set(place.operations().slice(from))].sort();
  const beforeCost = place.operations().length;
  await describeRunning(place.sagemaker, { datastore: DATASTORE });
  expect(asked(beforeCost)).toEqual(Object.keys(SAGEMAKER_COST_ACCESS).sort());
  const before = place.operations().length;
  for (const thing of (await surveySageMaker(place.sagemaker, { datastore: DATASTORE })).things) {
    await removeSageMakerThing(place.sagemaker, thing);
  }
  expect(asked(before)).toEqual(Object.keys(SAGEMAKER_COLLECTION_ACCESS).sort());
});
