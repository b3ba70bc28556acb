import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { bundlePage, GENERATED_PAGE } from './bundle-page.ts';

const source = await bundlePage();
await mkdir(dirname(GENERATED_PAGE), { recursive: true });
await writeFile(GENERATED_PAGE, source);
process.stdout.write(`src/generated/playground-page.ts: ${source.length} characters\n`);
