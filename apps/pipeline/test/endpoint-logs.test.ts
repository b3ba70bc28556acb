import { once } from 'node:events';
import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { startLocalEndpoint, stopEndpoint } from '@lf/deploy';
import { describeIntentModel, packBundleFile } from '@lf/contract';
import { Workplace } from './workplace.ts';

/** A server as startLocalEndpoint expects one. */
const SERVER = `
const flag = (name) => process.argv[process.argv.indexOf(name) + 1];
console.log('loaded the model');
require('node:http').createServer((_, response) => response.end('{}')).listen(Number(flag('--port')), flag('--host'));
`;

let place: Workplace;
let stateDirectory: string;
beforeEach(async () => {
  place = await Workplace.open(null);
  stateDirectory = join(place.folder, '.lf/endpoints');
});
afterEach(() => place.close());

async function start(name: string): Promise<string> {
  const bundlePath = join(place.folder, 'model.tar.gz');
  const manifest = describeIntentModel({
    ...{ metrics: {}, config: {}, seed: 7, versions: {} },
    dataDigest: `sha256:${'a'.repeat(64)}`,
  });
  await packBundleFile({ manifest, files: { 'model.onnx': new Uint8Array([1]) } }, bundlePath);
  const server = await place.write('server.cjs', SERVER);
  const command = [process.execPath, server];
  const { logPath } = await startLocalEndpoint({ name, command, bundlePath, stateDirectory });
  return logPath;
}

it('prints what the server of an endpoint printed, follows it, and knows those that have ended', async () => {
  const none = await place.lf(['endpoint', 'logs']);
  expect(none).toMatchObject({ code: 0, stdout: 'No endpoints.\n' });
  const logPath = await start('intent-1');
  await appendFile(logPath, 'one\n\u001b[31mtwo\n');
  const all = await place.lf(['endpoint', 'logs']);
  expect(all.code, all.stderr).toBe(0);
  expect(all.stdout).toMatch(/^loaded the model\none\n.*two\n$/);
  // What is in a log does not colour the terminal
  expect(all.stdout).not.toContain('\u001b');
  const last = await place.lf(['endpoint', 'logs', 'intent-1', '--lines', '2', '--json']);
  expect(JSON.parse(last.stdout)).toMatchObject({
    name: 'intent-1',
    path: logPath,
    lines: { length: 2 },
  });

  const following = place.start(['endpoint', 'logs', '--follow', '--lines', '0']);
  let followed = '';
  const writing = setInterval(() => void appendFile(logPath, 'asked\n'), 200);
  following.stdout?.on('data', (chunk: Buffer) => (followed += chunk.toString()));
  const closed = once(following, 'close');
  await once(following.stdout ?? following, 'data');
  clearInterval(writing);
  await stopEndpoint({ name: 'intent-1', stateDirectory });
  expect(await closed).toEqual([0, null]);
  expect(followed).toMatch(/^(asked\n)+$/);

  const ended = await place.lf(['endpoint', 'logs']);
  expect(ended.stdout).toContain('These have ended and have a log: intent-1');
  expect((await place.lf(['endpoint', 'logs', 'intent-1', '--lines', '0'])).code).toBe(0);
  const unknown = await place.lf(['endpoint', 'logs', 'intent-2']);
  expect(unknown.code).toBe(1);
  expect(unknown.stderr).toContain('known: intent-1');
});
