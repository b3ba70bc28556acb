export { temporaryFolder } from './folder.ts';
export { someWeights, writeIntentBundle } from './intent-bundle.ts';
export { type Received, type Loopback, startLoopback, freePort, sendJson } from './loopback.ts';
export { intentManifest, recManifest } from './manifests.ts';
export { SKUS, vocabularyBytes, writeRecBundle } from './rec-bundle.ts';
export { worldOf, bodyOf } from './world.ts';
export { readZip, unzip } from './zip.ts';
export { oneHot } from './one-hot.ts';
