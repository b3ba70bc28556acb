import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Workplace } from './workplace.ts';

let place: Workplace;
beforeEach(async () => {
  place = await Workplace.open();
});
afterEach(() => place.close());

interface Listed {
  readonly name: string;
  readonly url: string;
  readonly bundlePath: string;
  readonly challenger?: { readonly bundlePath: string; readonly share: number };
}

async function listed(): Promise<Listed | undefined> {
  const { stdout } = await place.lf(['endpoint', 'list', '--json']);
  return (JSON.parse(stdout) as Listed[])[0];
}

const run = (id: string, flags: readonly string[] = [], environment: NodeJS.ProcessEnv = {}) =>
  place.lf(['run', 'intent', '--run-id', id, ...flags], environment);

const bundleOf = (id: string) => join(place.folder, '.lf/models/intent', id, 'model.tar.gz');

describe('a second deploy', () => {
  it('is refused if the model is worse, unless it is forced, and can be rolled back', async () => {
    expect((await run('good')).code).toBe(0);
    // One unit that has learnt nothing: its config makes it worse on any data
    await place.write(
      'config.json',
      JSON.stringify({ EPOCHS: 1, LSTM_DIMS: 1, LEARNING_RATE: 1e-9 }),
    );
    const refused = await run('bad', ['--seed', '3']);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toMatch(
      /ROC-AUC on [\d,]+ rows: new 0\.\d+, serving 0\.\d+: [\d.]+ % worse/,
    );
    expect(refused.stderr).toContain('LF_MAX_METRIC_DROP');
    expect(await listed()).toMatchObject({ bundlePath: bundleOf('good') });

    const forced = await place.lf(['resume', 'bad', '--force']);
    expect(forced.code, forced.stderr).toBe(0);
    const now = await listed();
    expect(now).toMatchObject({ bundlePath: bundleOf('bad') });
    const back = await place.lf(['endpoint', 'rollback', now?.name ?? '']);
    expect(back.code, back.stderr).toBe(0);
    expect(await listed()).toMatchObject({ bundlePath: bundleOf('good') });
    const again = await place.lf(['endpoint', 'rollback', now?.name ?? '']);
    expect(again.code).toBe(1);
    expect(again.stderr).toContain('no version before');
  });

  it('with a share is a challenger, which is promoted or dismissed', async () => {
    expect((await run('one')).code).toBe(0);
    const second = await run('two', ['--seed', '3', '--force'], { LF_CHALLENGER_SHARE: '0.1' });
    expect(second.code, second.stderr).toBe(0);
    const challenged = await listed();
    expect(challenged).toMatchObject({
      bundlePath: bundleOf('one'),
      challenger: { bundlePath: bundleOf('two'), share: 0.1 },
    });
    const { name = '', url = '' } = challenged ?? {};
    const answer = await fetch(`${url}/predict?session=add`, {
      headers: { 'x-amzn-sagemaker-target-variant': 'challenger' },
    });
    expect(answer.headers.get('x-amzn-invoked-production-variant')).toBe('challenger');
    expect((await place.lf(['endpoint', 'promote', name])).code).toBe(0);
    const promoted = await listed();
    expect(promoted).toMatchObject({ bundlePath: bundleOf('two') });
    expect(promoted).not.toHaveProperty('challenger');
    const challenge = ['endpoint', 'challenge', name, bundleOf('one'), '--share', '.5'];
    expect((await place.lf(challenge)).code).toBe(0);
    expect((await place.lf(['endpoint', 'dismiss', name])).code).toBe(0);
    expect(await listed()).toEqual(promoted);
  });
});
