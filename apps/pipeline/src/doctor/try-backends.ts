import type { BackendTry } from '@lf/kernels';
import { chooseBackend } from '@lf/kernels/backend';

/** A program of its own: a driver that is broken takes this process down, and not the one that asked. */
const tried: BackendTry[] = [];
await chooseBackend({ onTry: (each) => void tried.push(each) }).catch(() => undefined);
process.stdout.write(JSON.stringify(tried), () => {
  process.exit();
});
