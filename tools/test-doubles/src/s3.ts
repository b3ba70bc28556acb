export { startFakeS3, type FakeS3 } from './s3/fake-s3.ts';
export type { Fault } from './s3/faults.ts';
export { setVariable, withTestCredentials } from './s3/test-credentials.ts';
