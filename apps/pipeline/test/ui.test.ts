import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { showRuns } from './ui-place.ts';
import { LF, Workplace } from './workplace.ts';

const PATIENCE_MS = 120_000;

let place: Workplace;
beforeAll(async () => {
  place = await Workplace.open();
}, PATIENCE_MS);
afterAll(() => place.close(), PATIENCE_MS);

describe('lf ui', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)(
    'shows runs to who has its address, and ends well by %s',
    async (signal) => {
      const ui = await showRuns(place);
      const first = await fetch(ui.url, { redirect: 'manual' });
      const [cookie = ''] = (first.headers.get('set-cookie') ?? '').split(';');
      const page = await fetch(`${ui.origin}/`, { headers: { cookie } });
      expect(await page.text()).toContain(`No runs yet. Start one: ${LF} run intent`);
      expect((await fetch(`${ui.origin}/`)).status).toBe(401);
      expect(await ui.end(signal)).toBe(0);
    },
    PATIENCE_MS,
  );

  it(
    'says which port is taken',
    async () => {
      const ui = await showRuns(place);
      const { port } = new URL(ui.url);
      const { code, stderr } = await place.lf(['ui', '--no-open', '--port', port]);
      expect(code).toBe(1);
      expect(stderr).toBe(
        `error Showing runs: port ${port} of this machine is taken; choose another with --port, or leave it out.\n`,
      );
      await ui.end();
    },
    PATIENCE_MS,
  );
});

it(
  'names the run that is not there, of those to compare and of the one to stop',
  async () => {
    for (const args of [
      ['compare', 'one', 'two'],
      ['metrics', 'one', '--csv'],
      ['stop', 'one'],
    ]) {
      const { code, stdout, stderr } = await place.lf(['runs', ...args]);
      expect([code, stdout]).toEqual([1, '']);
      expect(stderr).toBe('error looking for run one: no such run; there are no runs yet\n');
    }
  },
  PATIENCE_MS,
);
