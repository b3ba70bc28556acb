import { randomUUID } from 'node:crypto';
import { afterEach, expect, it } from 'vitest';
import { Place } from './place.ts';

const places: Place[] = [];
async function open(datastore: string): Promise<Place> {
  const place = await Place.open(datastore);
  places.push(place);
  return place;
}
afterEach(async () => {
  for (const place of places.splice(0)) await place.close();
});

/** A datastore that nobody has used. */
const inS3 = (): string => `s3://bucket/flows/${randomUUID()}`;

it('intent in S3, killed and resumed by one of two other machines, gives the bytes that it gives in a folder', async () => {
  const onDisk = await open('file:.lf');
  const datastore = inS3();
  const first = await open(datastore);
  const second = await open(datastore);
  const killed = await open(datastore);

  const disk = await onDisk.lf(['run', 'intent', '--run-id', 'whole', '--quiet']);
  expect(disk.code, disk.stderr).toBe(0);

  const uploaded = await killed.lf(['upload']);
  expect(uploaded.stdout).toContain('stored in datasets/default');
  await killed.killAt('[train_model] started', ['run', 'intent', '--run-id', 'killed']);
  await killed.loseCache();
  const listed = await second.lf(['runs', 'list']);
  expect(listed.stdout).toMatch(/killed +intent +interrupted/);

  // Two machines want it at once: one gets it, and the other may only once that one has ended.
  const ends = await Promise.all([first.lf(['resume', 'killed']), second.lf(['resume', 'killed'])]);
  const winners = ends.filter(({ code }) => code === 0);
  const refused = ends.filter(({ stderr }) => /works on it since/.test(stderr));
  expect(winners.length + refused.length, JSON.stringify(ends)).toBe(2);
  const [winner] = winners;
  expect(winner?.stderr).toContain('[prepare_dataset] reused');
  expect(winner?.stdout).toContain('purchase probability');
  expect(await second.artifactsOf('killed')).toEqual(await onDisk.artifactsOf('whole'));

  // Nothing of the run is on this machine but copies: all of it is there without them.
  await second.loseCache();
  const again = await second.lf(['resume', 'killed']);
  expect(again.code, again.stderr).toBe(0);
  expect(again.stderr).toContain('[deploy] reused');
  const cleaned = await second.lf(['datasets', 'clean', '--older-than', '0']);
  expect(cleaned.stdout).toContain('0 tables deleted');
});

it('rec in S3 gives the bytes that it gives in a folder, though every copy is lost on the way', async () => {
  const [onDisk, remote] = [await open('file:.lf'), await open(inS3())];
  const environment = { MODEL_CONFIG_PATH: '' };
  const disk = await onDisk.lf(['run', 'rec', '--run-id', 'whole', '--quiet'], environment);
  expect(disk.code, disk.stderr).toBe(0);
  await remote.killAt(
    '[prepare_dataset] finished',
    ['run', 'rec', '--run-id', 'remote'],
    environment,
  );
  await remote.loseCache();
  const resumed = await remote.lf(['resume', 'remote'], environment);
  expect(resumed.code, resumed.stderr).toBe(0);
  expect(await remote.artifactsOf('remote')).toEqual(await onDisk.artifactsOf('whole'));
});

it.each([
  [
    's3://no-such-bucket/x',
    {},
    /there is no bucket no-such-bucket\. .*aws s3 mb s3:\/\/no-such-bucket/,
  ],
  [
    's3://bucket/x',
    { AWS_ACCESS_KEY_ID: '' },
    /this machine has no AWS credentials\. Set AWS_PROFILE/,
  ],
  [
    's3://bucket/x',
    { AWS_ENDPOINT_URL_S3: 'http://127.0.0.1:9' },
    /no answer came.*Check the network/,
  ],
  ['s3://Bucket!/x', {}, /Cannot open the store 's3:\/\/Bucket!\/x'/],
])('says in one line what to do: %s %j', async (datastore, environment, message) => {
  const place = await open(datastore);
  const { code, stderr } = await place.lf(['upload'], environment);
  expect(code).toBe(1);
  expect(stderr).toMatch(message);
  const lines = stderr.trim().split('\n');
  // Where an error names what a setting says, a second line names the setting
  expect(lines.slice(1)).toEqual(
    datastore.includes('!') ? [`LF_DATASTORE_ROOT in the environment names ${datastore}.`] : [],
  );
});
