import { fileURLToPath } from 'node:url';
import { ACTIONS, describeIntentModel, packBundleFile } from '@lf/contract';
import {
  endpointName,
  findIdleEndpoints,
  invoke,
  listEndpoints,
  readEndpointLog,
  requireAgreement,
  startLocalEndpoint,
  stopEndpoint,
} from '../../src/index.ts';

// What was trained: here a weight for each action. Bytes, or paths of files such as `out/model.onnx`, go into a bundle.
const weights = ACTIONS.map((_, action) => action / 10);
await packBundleFile(
  {
    manifest: describeIntentModel({
      metrics: { rocAuc: 0.71 },
      config: { EPOCHS: 200 },
      seed: 7,
      dataDigest: `sha256:${'0'.repeat(64)}`,
      versions: { node: process.versions.node },
    }),
    files: { 'weights.json': Buffer.from(JSON.stringify(weights)) },
  },
  'model.tar.gz',
);

const stateDirectory = 'endpoints';
const name = endpointName('intent', Date.now()); // intent-<ms>-endpoint
const server = fileURLToPath(new URL('server.js', import.meta.url));
const endpoint = await startLocalEndpoint({
  name,
  stateDirectory,
  command: [process.execPath, ...process.execArgv, server], // with the options that this program was started with
  bundlePath: 'model.tar.gz',
});

// A session is a row of zeros and a one for each of its events: [time, action].
const oneHot = (action: number) => ACTIONS.map((_, at) => (at === action ? 1 : 0));
const session = [oneHot(2), oneHot(4)];
const [[probability = Number.NaN] = []] = await invoke({
  url: endpoint.url,
  instances: [session],
});
console.log(`probability ${probability.toFixed(3)}`);

// Does the served model compute what was trained? A disagreement throws, with the worst cases.
requireAgreement({ expected: [1 / (1 + Math.exp(-0.3))], actual: [probability] });

console.log((await listEndpoints({ stateDirectory })).map(({ status }) => status)); // [ 'live' ]
console.log((await readEndpointLog({ name, stateDirectory })).lines); // [ 'answered 1 instances' ]
const idle = await findIdleEndpoints({ stateDirectory, idleMs: 60_000 }); // nobody asked them for a minute
console.log(`${idle.length} idle`);
console.log(await stopEndpoint({ name, stateDirectory }));
