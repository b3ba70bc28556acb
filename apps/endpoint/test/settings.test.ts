import { describe, expect, it } from 'vitest';
import { readSettings } from '../src/settings/settings.ts';

const laptop = { hasSageMakerFolder: false };
const sageMaker = { hasSageMakerFolder: true };

describe('settings', () => {
  it('listen on loopback for a named bundle, even where SageMaker has its folder', () => {
    for (const where of [laptop, sageMaker]) {
      expect(readSettings(['--bundle', 'm.tar.gz'], {}, where)).toEqual({
        bundle: 'm.tar.gz',
        host: '127.0.0.1',
        port: 8080,
        logLevel: 'info',
        maxBodyBytes: 6_291_456,
        drainMs: 25_000,
        publicApi: false,
      });
    }
  });

  it('listen on every address for the model that SageMaker unpacked, on its port', () => {
    const env = { SAGEMAKER_BIND_TO_PORT: '9000' };
    expect(readSettings([], env, sageMaker)).toMatchObject({
      bundle: '/opt/ml/model',
      host: '0.0.0.0',
      port: 9000,
    });
  });

  it('take a flag before its variable, and an empty variable for none', () => {
    const env = { LF_ENDPOINT_PORT: '1', LF_ENDPOINT_HOST: '' };
    expect(readSettings(['--bundle', 'm'], env, laptop)).toMatchObject({
      port: 1,
      host: '127.0.0.1',
    });
    expect(readSettings(['--bundle', 'm', '--port', '2'], env, laptop)).toMatchObject({ port: 2 });
  });

  it.each([
    [[], 'No model'],
    [['--bundle', 'm', '--port', '65536'], 'from 0 to 65535, got "65536"'],
    [['--bundle', 'm', '--port', '80x'], 'got "80x"'],
    [['--bundle', 'm', '--log', 'loud'], 'expected one of info, warn, error, silent, got "loud"'],
    [['--bundle', 'm', '--max-body-bytes', '0'], '--max-body-bytes: expected'],
    [['--bundel', 'm'], '--bundel'],
    [['m.tar.gz'], 'm.tar.gz'],
  ])('refuse %j', (argv, message) => {
    expect(() => readSettings(argv, {}, laptop)).toThrow(message);
  });
});
