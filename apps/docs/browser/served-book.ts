import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { fileOf } from '../src/links/check-site.ts';
import { SITE } from '../src/repository.ts';

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.webp': 'image/webp',
};

/** The built book on loopback. */
export interface ServedBook {
  readonly url: string;
  close(): Promise<void>;
}

/** Serves the built book as any server of static files does: `/design` is `design.html`. */
export async function serveBook(): Promise<ServedBook> {
  if (!existsSync(join(SITE, 'index.html'))) {
    throw new Error(`The book is not built: ${SITE} has no index.html. Run: npx nx build docs`);
  }
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const file = fileOf(SITE, join(SITE, 'index.html'), decodeURI(pathname));
    if (file === null) {
      response.writeHead(404).end();
      return;
    }
    void readFile(file).then((bytes) =>
      response.writeHead(200, { 'content-type': MEDIA_TYPES[extname(file)] ?? '' }).end(bytes),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
