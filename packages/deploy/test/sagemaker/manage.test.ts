import { describe, expect, it } from 'vitest';
import {
  dismissSageMakerChallenger,
  findSageMakerChampion,
  invokeSageMaker,
  listSageMakerEndpoints,
  promoteSageMakerChallenger,
  readSageMakerLog,
  rollbackSageMakerEndpoint,
  stopSageMakerEndpoint,
} from '../../src/sagemaker.ts';
import { DATASTORE, OWNER, withSageMaker } from './place.ts';

const at = withSageMaker();
const managed = (name: string, datastore = DATASTORE) => ({ name, datastore, pollMs: 1 });

/** The model behind each variant of an endpoint, by name. */
function served(endpoint: string): Readonly<Record<string, unknown>> {
  const { endpoints, configs } = at.place.fake;
  const config = configs.get(endpoints.get(endpoint)?.configName ?? '');
  return Object.fromEntries<unknown>(
    (config?.variants ?? []).map((variant) => [
      String(variant['VariantName']),
      variant['ModelName'],
    ]),
  );
}

describe('listing', () => {
  it('finds what was deployed from a datastore, past the first page, and nothing of others', async () => {
    const { place } = at;
    const { endpoint } = await place.deploy();
    const { endpoint: other } = await place.deploy({
      owner: { ...OWNER, datastore: 's3://bucket/other' },
    });
    const running = place.fake.endpoints.get(other);
    if (running === undefined) throw new Error('it was just deployed');
    for (let nth = 0; nth < 12; nth += 1) {
      const name = `intent-${nth}-endpoint`;
      place.fake.endpoints.set(name, { ...running, name, variants: [], createdAt: nth });
    }
    const { sagemaker } = place;
    const listed = await listSageMakerEndpoints(sagemaker, { datastore: DATASTORE });
    expect(listed).toMatchObject([
      { name: endpoint, status: 'InService', flow: 'intent', runId: 'run-1' },
    ]);
    expect(
      await findSageMakerChampion(sagemaker, { flow: 'intent', datastore: DATASTORE }),
    ).toEqual({
      name: endpoint,
      bundleUrl: `${DATASTORE}/model.tar.gz`,
    });
    expect(
      await findSageMakerChampion(sagemaker, { flow: 'rec', datastore: DATASTORE }),
    ).toBeNull();
  });
});

describe('the log of an endpoint', () => {
  it('gives its last lines, and says so where there is none', async () => {
    const { place } = at;
    const { sagemaker } = place;
    place.fake.logs.set('intent-1-endpoint', ['one', 'two', 'three']);
    const name = 'intent-1-endpoint';
    expect(await readSageMakerLog(sagemaker, { name, lines: 2 })).toEqual(['two', 'three']);
    expect(await readSageMakerLog(sagemaker, { name })).toHaveLength(3);
    expect(await readSageMakerLog(sagemaker, { name, lines: 0 })).toEqual([]);
    await expect(readSageMakerLog(sagemaker, { name: 'intent-2' })).rejects.toMatchObject({
      code: 'sagemaker_not_found',
    });
  });
});

describe('a challenger', () => {
  it('gets its share of the requests, and is promoted; a rollback brings the champion back', async () => {
    const { place } = at;
    const { endpoint } = await place.deploy();
    const first = served(endpoint)['champion'];
    await place.deploy({ replaces: endpoint, challengerShare: 0.25 });
    const { challenger } = served(endpoint);
    expect(served(endpoint)).toEqual({ champion: first, challenger });
    for (let request = 0; request < 40; request += 1) {
      await invokeSageMaker(place.sagemaker, { endpoint, instances: [[[1]]] });
    }
    // 41 with the test prediction, which asked for the challenger by name
    expect(place.fake.endpoints.get(endpoint)?.variants).toMatchObject([
      { name: 'champion', asked: 31 },
      { name: 'challenger', asked: 10 },
    ]);

    await promoteSageMakerChallenger(place.sagemaker, {
      ...managed(endpoint),
      deployName: place.nextName(),
    });
    expect(served(endpoint)).toEqual({ champion: challenger });
    expect(place.there()).toHaveLength(5);
    await rollbackSageMakerEndpoint(place.sagemaker, managed(endpoint));
    expect(served(endpoint)).toEqual({ champion: first });
    expect(place.there()).toHaveLength(3);
  });

  it('is dismissed, and gone', async () => {
    const { place } = at;
    const { endpoint } = await place.deploy();
    const before = place.there();
    await place.deploy({ replaces: endpoint, challengerShare: 0.25 });
    await dismissSageMakerChallenger(place.sagemaker, managed(endpoint));
    expect(place.there()).toEqual(before);
    await expect(
      dismissSageMakerChallenger(place.sagemaker, managed(endpoint)),
    ).rejects.toMatchObject({ code: 'no_challenger' });
    await expect(
      promoteSageMakerChallenger(place.sagemaker, {
        ...managed(endpoint),
        deployName: place.nextName(),
      }),
    ).rejects.toMatchObject({ code: 'no_challenger' });
    expect(place.there()).toEqual(before);
  });

  it('goes with the champion that it was measured against', async () => {
    const { place } = at;
    const { endpoint } = await place.deploy();
    const first = served(endpoint)['champion'];
    await place.deploy({ replaces: endpoint, challengerShare: 0.25 });
    await place.deploy({ replaces: endpoint });
    expect(place.there()).toHaveLength(5);
    await rollbackSageMakerEndpoint(place.sagemaker, managed(endpoint));
    expect(served(endpoint)).toEqual({ champion: first });
  });
});

describe('rolling back', () => {
  it('goes back version by version, and removes those that it leaves', async () => {
    const { place } = at;
    const { endpoint } = await place.deploy();
    const versions = [served(endpoint)['champion']];
    for (const _ of [2, 3]) {
      await place.deploy({ replaces: endpoint });
      versions.push(served(endpoint)['champion']);
    }
    for (const version of versions.slice(0, -1).reverse()) {
      const { bundleUrl } = await rollbackSageMakerEndpoint(place.sagemaker, managed(endpoint));
      expect(bundleUrl).toBe(`${DATASTORE}/model.tar.gz`);
      expect(served(endpoint)).toEqual({ champion: version });
    }
    await expect(
      rollbackSageMakerEndpoint(place.sagemaker, managed(endpoint)),
    ).rejects.toMatchObject({ code: 'no_previous_version' });
    expect(place.there()).toHaveLength(3);
  });
});

describe('stopping', () => {
  it('removes all versions with their models and the scaling', async () => {
    const { place } = at;
    const autoscaling = { minInstances: 1, maxInstances: 2, invocationsPerInstance: 60 };
    const { endpoint } = await place.deploy({ autoscaling });
    await place.deploy({ replaces: endpoint });
    await place.deploy({ replaces: endpoint, challengerShare: 0.5 });
    const things = await stopSageMakerEndpoint(place.sagemaker, managed(endpoint));
    expect(things).toHaveLength(8);
    expect(place.there()).toEqual([]);
  });

  it("touches no endpoint of another datastore or another's", async () => {
    const { place } = at;
    const { endpoint } = await place.deploy();
    await expect(
      stopSageMakerEndpoint(place.sagemaker, managed(endpoint, 's3://bucket/else')),
    ).rejects.toThrow(/deployed from s3:\/\/bucket\/shop, not s3:\/\/bucket\/else/);
    place.fake.tags.clear();
    await expect(stopSageMakerEndpoint(place.sagemaker, managed(endpoint))).rejects.toThrow(
      /not deployed by lf/,
    );
    await expect(
      stopSageMakerEndpoint(place.sagemaker, managed('intent-5-endpoint')),
    ).rejects.toMatchObject({ code: 'sagemaker_endpoint_unknown' });
    expect(place.there()).toHaveLength(3);
  });

  it('names what could not be removed, and the command that does', async () => {
    const { place } = at;
    const { endpoint } = await place.deploy();
    place.fake.fail(
      'DeleteEndpoint',
      {
        code: 'AccessDeniedException',
        message: 'User is not authorized to perform: sagemaker:DeleteEndpoint',
      },
      2,
    );
    await expect(stopSageMakerEndpoint(place.sagemaker, managed(endpoint))).rejects.toThrow(
      `Left behind, and billed: the endpoint ${endpoint}. Remove it: aws sagemaker delete-endpoint --endpoint-name ${endpoint} --region us-east-1`,
    );
  });
});
