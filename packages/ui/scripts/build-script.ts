import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { bundleScript, GENERATED_SCRIPT } from './bundle-script.ts';

const source = await bundleScript();
await mkdir(dirname(GENERATED_SCRIPT), { recursive: true });
await writeFile(GENERATED_SCRIPT, source);
process.stdout.write(`src/generated/live-script.ts: ${source.length} characters\n`);
