import { afterAll, beforeAll } from 'vitest';

const SETTINGS: Readonly<Record<string, string | undefined>> = {
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
  AWS_SESSION_TOKEN: undefined,
  AWS_PROFILE: undefined,
  AWS_REGION: undefined,
  AWS_DEFAULT_REGION: 'us-east-1',
  AWS_ENDPOINT_URL: undefined,
  AWS_ENDPOINT_URL_S3: undefined,
  // No file of this user's, and no look for a machine in the cloud
  AWS_CONFIG_FILE: '/dev/null',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
};

/** Lets the SDK find the fake's credentials while the tests of a file run, and no others. */
export function withTestCredentials(): void {
  const before: Record<string, string | undefined> = {};
  beforeAll(() => {
    for (const [name, value] of Object.entries(SETTINGS)) {
      before[name] = process.env[name];
      setVariable(name, value);
    }
  });
  afterAll(() => {
    for (const [name, value] of Object.entries(before)) setVariable(name, value);
  });
}

/** Sets a variable of this process; undefined removes it. */
export function setVariable(name: string, value: string | undefined): void {
  if (value === undefined) Reflect.deleteProperty(process.env, name);
  else process.env[name] = value;
}
