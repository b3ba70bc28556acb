import { createServer } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { diskCheck, nodeCheck, portsCheck } from '../../src/doctor/check-machine.ts';
import { settingsCheck } from '../../src/doctor/check-settings.ts';
import { runChecks } from '../../src/doctor/run-checks.ts';
import { examine, told } from './patient.ts';

it('tells every setting that cannot be used, and no secret', async () => {
  const lines = await examine([settingsCheck], { LF_SEED: '-1', LF_API_KEY: 'short' });
  expect(lines.map(({ status, found }) => `${status} ${found}`)).toEqual([
    'failed LF_SEED="-1": must be >= 0',
    'failed LF_API_KEY=(hidden): must NOT have fewer than 16 characters',
  ]);
});

it('counts where the settings come from', async () => {
  expect((await examine([settingsCheck], { LF_SEED: '1' })).map(told)).toEqual([
    'ok settings: 3 from environment (lf settings --set) → ',
  ]);
});

it('tells Node and the room on the disks', async () => {
  const lines = await examine([nodeCheck, diskCheck], {});
  expect(lines.map(({ check }) => check)).toEqual(['node', 'disk', 'disk']);
  expect(lines[0]?.found).toContain(process.versions.node);
  for (const { found } of lines.slice(1)) expect(found).toMatch(/^\d+\.\d GiB free for the/);
});

it('finds a port that is taken, and says how to see by whom', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const port = String(address.port);
  const lines = await examine([portsCheck], { LF_ENDPOINT_PORT: port, LF_API_PORT: port }, [
    'run',
    'serve',
  ]);
  expect(lines.map(({ status }) => status)).toEqual(['failed', 'failed']);
  expect(lines[0]?.mend).toBe(
    `ss -ltnp 'sport = :${port}'; or unset LF_ENDPOINT_PORT, and a free one is taken`,
  );
});

it('waits for no check that never ends, and loses none because another throws', async () => {
  const purposes = ['run'] as const;
  const checks = [
    { name: 'silent', purposes, find: () => new Promise<never>(() => undefined) },
    { name: 'broken', purposes, find: () => Promise.reject(new Error('it broke')) },
    { name: 'of others', purposes: ['batch'] as const, find: () => Promise.resolve([]) },
  ];
  const world = { purposes } as unknown as Parameters<typeof runChecks>[1];
  expect(await runChecks(checks, world, 20)).toEqual({
    isOverdue: true,
    lines: [
      { check: 'silent', status: 'failed', found: 'no answer within 0.02 s' },
      { check: 'broken', status: 'failed', found: 'it broke' },
    ],
  });
});
