import { describe, expect, it } from 'vitest';
import { DEFAULT_LIMITS } from '../src/limits.ts';
import { readSettings } from '../src/settings/settings.ts';

const laptop = { isFolder: () => false };
const sageMaker = { isFolder: (path: string) => path === '/opt/ml/model' };

describe('settings', () => {
  it('listen on loopback for a named bundle, even where SageMaker has its folder', () => {
    for (const where of [laptop, sageMaker]) {
      expect(readSettings(['--bundle', 'm.tar.gz'], {}, where)).toEqual({
        bundle: 'm.tar.gz',
        models: new Map(),
        host: '127.0.0.1',
        port: 8080,
        logLevel: 'info',
        limits: DEFAULT_LIMITS,
        drainMs: 25_000,
        loadMs: 120_000,
        warmUpMs: 0,
        publicApi: false,
        management: 'off',
        allowedHosts: [],
        guard: null,
        requestLog: null,
      });
    }
  });

  it('listen on every address for the model that SageMaker unpacked, on its port', () => {
    const env = { SAGEMAKER_BIND_TO_PORT: '9000' };
    expect(readSettings([], env, sageMaker)).toMatchObject({
      bundle: '/opt/ml/model',
      host: '0.0.0.0',
      port: 9000,
      warmUpMs: 2_000,
    });
  });

  it('look for the model where SAGEMAKER_BASE_DIR says', () => {
    const env = { SAGEMAKER_BASE_DIR: '/tmp/ml' };
    const isFolder = (path: string) => path === '/tmp/ml/model';
    expect(readSettings([], env, { isFolder }).bundle).toBe('/tmp/ml/model');
    expect(() => readSettings([], env, sageMaker)).toThrow('/tmp/ml/model is not there');
  });

  it('take a flag before its variable, and an empty variable for none', () => {
    const env = { LF_ENDPOINT_PORT: '1', LF_ENDPOINT_HOST: '' };
    expect(readSettings(['--bundle', 'm'], env, laptop)).toMatchObject({
      port: 1,
      host: '127.0.0.1',
    });
    expect(readSettings(['--bundle', 'm', '--port', '2'], env, laptop)).toMatchObject({ port: 2 });
  });

  it('can all be given by variables, as a container gets them', () => {
    const env = {
      LF_ENDPOINT_LOG: 'warn',
      LF_ENDPOINT_MAX_IN_FLIGHT: '9',
      LF_ENDPOINT_PUBLIC_API: '1',
      LF_ENDPOINT_MANAGE: 'true',
      LF_ENDPOINT_CHALLENGER: 'c.tar.gz',
      LF_ENDPOINT_CHALLENGER_SHARE: '.1',
    };
    expect(readSettings([], env, sageMaker)).toMatchObject({
      logLevel: 'warn',
      limits: { maxInFlight: 9 },
      publicApi: true,
      management: 'loopback',
      challenger: { bundle: 'c.tar.gz', share: 0.1 },
    });
  });

  it('make /invocations and /metrics want the key, if told so and there is one', () => {
    const env = { LF_API_KEY: 'a-key-of-16-chars', LF_ENDPOINT_KEY_FOR: 'metrics,invocations' };
    expect(readSettings(['--bundle', 'm'], env, laptop).guard).toEqual({
      key: 'a-key-of-16-chars',
      paths: new Set(['invocations', 'metrics']),
    });
    expect(
      readSettings(['--bundle', 'm', '--key-for', 'metrics'], env, laptop).guard?.paths,
    ).toEqual(new Set(['metrics']));
    const argv = ['--bundle', 'm', '--key-for', 'metrics'];
    expect(() => readSettings(argv, {}, laptop)).toThrow('LF_API_KEY to be 16 to 256');
    expect(() => readSettings(argv, { LF_API_KEY: 'too short' }, laptop)).toThrow(
      /got another value\.$/,
    );
    expect(() => readSettings(['--bundle', 'm', '--key-for', 'ping'], env, laptop)).toThrow(
      'one or both of invocations, metrics, got "ping"',
    );
  });

  it('start without a model where SageMaker loads them one by one', () => {
    const env = { SAGEMAKER_MULTI_MODEL: 'true', SAGEMAKER_BIND_TO_PORT: '8080' };
    expect(readSettings([], env, laptop)).toMatchObject({
      bundle: null,
      host: '0.0.0.0',
      management: 'open',
    });
  });

  it('take further models by name', () => {
    const argv = ['--bundle', 'm', '--model', 'a=x/y=z.tar.gz', '--model', 'b=b'];
    expect(readSettings(argv, {}, laptop).models).toEqual(
      new Map([
        ['a', 'x/y=z.tar.gz'],
        ['b', 'b'],
      ]),
    );
  });

  it.each([
    [[], 'No model'],
    [['--bundle', 'm', '--model', 'b'], '--model: expected <name>=<path>, got "b"'],
    [['--bundle', 'm', '--model', 'a=b', '--model', 'a=c'], 'a is named twice'],
    [['--bundle', 'm', '--challenger', 'c', '--challenger-share', '1.5'], 'from 0 to 1, got "1.5"'],
    [['--bundle', 'm', '--challenger-share', '.1'], 'expected --challenger <path> beside it'],
    [['--bundle', 'm', '--port', '65536'], 'from 0 to 65535, got "65536"'],
    [['--bundle', 'm', '--port', '80x'], 'got "80x"'],
    [['--bundle', 'm', '--port', '1e3'], 'got "1e3"'],
    [['--bundle', 'm', '--drain-ms', '1e999'], 'got "1e999"'],
    [
      ['--bundle', 'm', '--allowed-hosts', 'a,b:80'],
      'without a port, separated by commas, or *, got "b:80"',
    ],
    [['--bundle', 'm', '--log', 'loud'], 'expected one of info, warn, error, silent, got "loud"'],
    [['--bundle', 'm', '--max-body-bytes', '0'], '--max-body-bytes: expected'],
    [['--bundel', 'm'], '--bundel'],
    [['m.tar.gz'], 'm.tar.gz'],
  ])('refuse %j', (argv, message) => {
    expect(() => readSettings(argv, {}, laptop)).toThrow(message);
  });
});
