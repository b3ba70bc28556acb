export { FakeWandb } from './fake-wandb.ts';
export type { FakeWandbArtifact, FakeWandbRun } from './fake-wandb.ts';
export { FaultyServer } from './faulty-server.ts';
export type { Answer, Fault, Received } from './faulty-server.ts';
