import { backendsCheck } from './check-backends.ts';
import { credentialsCheck } from './check-credentials.ts';
import { datastoreCheck } from './check-datastore.ts';
import { diskCheck, nodeCheck, portsCheck } from './check-machine.ts';
import { endpointCheck } from './check-endpoint.ts';
import { imagesCheck } from './check-images.ts';
import { queueCheck } from './check-queue.ts';
import { quotasCheck } from './check-quotas.ts';
import { rolesCheck } from './check-roles.ts';
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
  queueCheck,
  rolesCheck,
  imagesCheck,
  quotasCheck,
  endpointCheck,
];
