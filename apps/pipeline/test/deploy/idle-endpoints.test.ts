import { startLocalEndpoint } from '@lf/deploy';
import { describeIntentModel, packBundleFile } from '@lf/contract';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { LF, Workplace } from '../workplace.ts';

const MOST_VIEWED = join(import.meta.dirname, '../../examples/most-viewed.js');

/** A server as startLocalEndpoint expects one, which nobody asks: its log is that of `lf-endpoint`. */
const SERVER = `
const flag = (name) => process.argv[process.argv.indexOf(name) + 1];
console.log('{"time":"2026-11-02T00:00:00.000Z","level":"info","event":"ready"}');
require('node:http').createServer((_, response) => response.end('{}')).listen(Number(flag('--port')), flag('--host'));
`;

let place: Workplace;
beforeEach(async () => {
  place = await Workplace.open(null, { LF_FLOWS: MOST_VIEWED });
});
afterEach(() => place.close());

it('are named when a run ends, with the command that stops them', async () => {
  const bundlePath = join(place.folder, 'model.tar.gz');
  const manifest = describeIntentModel({
    ...{ metrics: {}, config: {}, seed: 7, versions: {} },
    dataDigest: `sha256:${'a'.repeat(64)}`,
  });
  await packBundleFile({ manifest, files: { 'model.onnx': new Uint8Array([1]) } }, bundlePath);
  const { url } = await startLocalEndpoint({
    name: 'intent-1',
    command: [process.execPath, await place.write('server.cjs', SERVER)],
    bundlePath,
    stateDirectory: join(place.folder, '.lf/endpoints'),
    startedAt: new Date('2026-11-01T00:00:00Z'),
  });
  const run = await place.lf(['run', 'most-viewed', '--quiet']);
  expect(run.code, run.stderr).toBe(0);
  expect(run.stderr).toBe(
    `note: nobody has asked the endpoint intent-1 at ${url} since 2026-11-01 00:00 UTC; stop it: ${LF} endpoint stop intent-1\n`,
  );
});
