/** Builds or serves the book: `tsx src/main.ts build | serve | pages`. */
import { build, createServer } from 'vitepress';
import { join } from 'node:path';
import { writeApiReference } from './api/write-api-reference.ts';
import { checkSite } from './links/check-site.ts';
import { writePages } from './pages/write-pages.ts';
import { SITE } from './repository.ts';

const APP = join(import.meta.dirname, '..');
const [command = 'build'] = process.argv.slice(2);

writePages();
if (command === 'build') {
  await build(APP);
  await writeApiReference(join(SITE, 'api'));
  const { pages, links } = checkSite(SITE);
  process.stdout.write(`${pages} pages, ${links} links inside the book, none dead: ${SITE}\n`);
} else if (command === 'serve') {
  const server = await createServer(APP, { host: '127.0.0.1' });
  await server.listen();
  server.printUrls();
}
