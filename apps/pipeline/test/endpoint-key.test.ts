import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Workplace } from './workplace.ts';

const KEY = 'a-key-of-16-chars';

interface Listed {
  readonly url: string;
  readonly pid: number;
}

let place: Workplace;
beforeAll(async () => {
  place = await Workplace.open(
    { EPOCHS: 1, LSTM_DIMS: 4 },
    {
      WANDB_API_KEY: 'wandb-secret',
      // Its server is not asked: nothing of a test leaves this machine
      WANDB_MODE: 'disabled',
      AWS_SECRET_ACCESS_KEY: 'aws-secret',
      GITHUB_TOKEN: 'github',
    },
  );
});
afterAll(() => place.close());

async function endpoints(): Promise<readonly Listed[]> {
  return JSON.parse((await place.lf(['endpoint', 'list', '--json'])).stdout) as readonly Listed[];
}

async function statusOf(url: string, headers: Record<string, string> = {}): Promise<number> {
  return (await fetch(`${url}/predict?session=add,view`, { headers })).status;
}

describe('lf run with LF_API_KEY in .env', () => {
  it('stops the endpoint that it started if the trial prediction fails', async () => {
    // The trial asks about three events
    await place.write('.env', `LF_API_KEY=${KEY}\nLF_API_MAX_EVENTS=2\n`);
    const run = await place.lf(['run', 'intent', '--run-id', 'keyed']);
    expect(run.code).toBe(1);
    expect(run.stderr).toContain('at most 2 events');
    expect(run.stdout + run.stderr).not.toContain(KEY);
    expect(await endpoints()).toEqual([]);
  });

  it('asks with the key, serves with it, and hands the endpoint no other secret', async () => {
    await place.write('.env', `LF_API_KEY=${KEY}\n`);
    const resumed = await place.lf(['resume', 'keyed']);
    expect(resumed.code, resumed.stderr).toBe(0);
    expect(resumed.stdout).toContain(`-H "x-api-key: $LF_API_KEY" 'http://`);
    expect(resumed.stdout).not.toContain(KEY);
    const [endpoint] = await endpoints();
    if (endpoint === undefined) throw new Error('no endpoint is served');
    expect(await statusOf(endpoint.url)).toBe(401);
    expect(await statusOf(endpoint.url, { 'x-api-key': KEY })).toBe(200);
    if (process.platform !== 'linux') return;
    const environment = await readFile(`/proc/${endpoint.pid}/environ`, 'utf8');
    expect(environment).toContain(`LF_API_KEY=${KEY}`);
    expect(environment).not.toMatch(/secret|github/);
  });
});
