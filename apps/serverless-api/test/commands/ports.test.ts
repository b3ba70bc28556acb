import { expect, test } from 'vitest';
import { freePort, startLoopback } from '@lf/test-doubles';
import { chooseApiPort } from '../../commands/ports.ts';

test.each(['0', '65536', 'http', '-1', '80.5'])('LF_API_PORT=%s is no port', async (port) => {
  await expect(chooseApiPort({ LF_API_PORT: port })).rejects.toThrow(`got '${port}'`);
});

test('a port that is taken is refused with what to do', async () => {
  const taken = await startLoopback((response) => response.end());
  const { port } = new URL(taken.url);
  await expect(chooseApiPort({ LF_API_PORT: port })).rejects.toThrow(
    /another program has it\. Stop .* or set LF_API_PORT/,
  );
  await taken.close();
});

test('a free port is kept', async () => {
  const port = await freePort();
  expect(await chooseApiPort({ LF_API_PORT: port })).toBe(Number(port));
});
