import { mkdtemp, rm } from 'node:fs/promises';
import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { requirePort } from '../../src/deploy/require-port.ts';

let server: Server;
let stateDirectory: string;
beforeEach(async () => {
  stateDirectory = await mkdtemp(join(tmpdir(), 'lf-port-'));
  server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterEach(async () => {
  server.close();
  await rm(stateDirectory, { recursive: true });
});

const asked = () => {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const { port } = address;
  return { flow: 'rec', port, host: '127.0.0.1', stateDirectory, setting: '--port' } as const;
};

it('refuses a port that another program has, as a wrong setting, until it is free', async () => {
  const of = asked();
  await expect(requirePort(of)).rejects.toMatchObject({
    code: 'settings_invalid',
    message: expect.stringMatching(/--port=.*a free port.*another program has it/) as unknown,
  });
  server.close();
  await once(server, 'close');
  await expect(requirePort(of)).resolves.toBeUndefined();
});
