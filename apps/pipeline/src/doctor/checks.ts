import { backendsCheck } from './check-backends.ts';
import { credentialsCheck } from './check-credentials.ts';
import { datastoreCheck } from './check-datastore.ts';
import { diskCheck, nodeCheck, portsCheck } from './check-machine.ts';
import { settingsCheck } from './check-settings.ts';
import type { Check } from './finding.ts';

/** Every check, in the order in which people mend things. */
export const CHECKS: readonly Check[] = [
  settingsCheck,
  nodeCheck,
  diskCheck,
  portsCheck,
  backendsCheck,
  credentialsCheck,
  datastoreCheck,
];
