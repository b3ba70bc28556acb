import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

/** A port of this machine that nobody listens at. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** The address of the program that a debugger would find at the port. */
export async function whoListensAt(port: number): Promise<string> {
  for (;;) {
    try {
      const response = await fetch(`http://127.0.0.1:${port}/json/list`);
      const [target] = (await response.json()) as { readonly url: string }[];
      if (target !== undefined) return target.url;
    } catch {
      // It does not listen yet
    }
    await wait(100);
  }
}

/** Node's own debugger at the port: it says where the program stands, is told to let it go on, and leaves. */
export async function goOn(port: number): Promise<void> {
  const debuggerOf = spawn(process.execPath, ['inspect', `127.0.0.1:${port}`], {
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  for await (const text of debuggerOf.stdout) {
    if (!String(text).includes('debug>')) continue;
    debuggerOf.stdin.write('cont\n');
    break;
  }
  await wait(1_000);
  debuggerOf.kill();
}
