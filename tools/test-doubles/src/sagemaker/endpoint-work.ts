import {
  listIn,
  objectIn,
  textIn,
  type FakeAccount,
  type FakeEndpoint,
  type RunningVariant,
} from './account.ts';
import { startContainer } from './container.ts';

/** Starts the containers of a config for an endpoint; {@link lookAt} ends the work. */
export function beginWork(
  account: FakeAccount,
  endpoint: FakeEndpoint,
  { configName, isUpdate }: { readonly configName: string; readonly isUpdate: boolean },
): void {
  const work: NonNullable<FakeEndpoint['work']> = { configName, isUpdate, looks: 0 };
  endpoint.work = work;
  endpoint.status = isUpdate ? 'Updating' : 'Creating';
  delete endpoint.failureReason;
  const starting = startVariants(account, endpoint, configName).then(async (outcome) => {
    work.outcome = outcome;
    // It was deleted meanwhile: nobody waits for them
    if (endpoint.work !== work && 'variants' in outcome) await stopAll(outcome.variants);
    account.starting.delete(starting);
  });
  account.starting.add(starting);
}

async function startVariants(
  account: FakeAccount,
  endpoint: FakeEndpoint,
  configName: string,
): Promise<NonNullable<NonNullable<FakeEndpoint['work']>['outcome']>> {
  const started: RunningVariant[] = [];
  for (const variant of account.configs.get(configName)?.variants ?? []) {
    const name = textIn(variant, 'VariantName');
    const model = account.models.get(textIn(variant, 'ModelName'));
    const bundlePath = model === undefined ? null : await account.bundleAt(model.bundleUrl);
    const lines = account.logs.get(endpoint.name) ?? [];
    const container =
      model === undefined || bundlePath === null
        ? null
        : await startContainer({
            ...{ image: model.image, environment: model.environment, bundlePath },
            command: account.command,
            closing: account.closing.signal,
            print: (line) => {
              lines.push(line);
              account.logs.set(endpoint.name, lines);
            },
          });
    if (container === null) {
      await stopAll(started);
      return {
        failureReason:
          `The primary container for production variant ${name} did not pass the ping health check. ` +
          'Please check CloudWatch logs for this endpoint.',
      };
    }
    const weight = Number(variant['InitialVariantWeight'] ?? 1);
    started.push({ name, weight, container, asked: 0 });
  }
  return { variants: started };
}

export async function stopAll(variants: readonly RunningVariant[]): Promise<void> {
  await Promise.all(variants.map(({ container }) => container.stop()));
}

/** What DescribeEndpoint makes visible: one look further. */
export async function lookAt(account: FakeAccount, endpoint: FakeEndpoint): Promise<void> {
  const { work } = endpoint;
  if (work === undefined) return;
  work.looks += 1;
  if (endpoint.status === 'RollingBack') {
    delete endpoint.work;
    endpoint.status = 'InService';
    return;
  }
  if (work.outcome === undefined || work.looks <= account.looksBeforeReady) return;
  const alarm = work.isUpdate
    ? watchedAlarms(endpoint).find((each) => account.alarms.has(each))
    : undefined;
  if ('variants' in work.outcome && alarm === undefined) {
    const old = endpoint.variants;
    endpoint.variants = work.outcome.variants;
    endpoint.configName = work.configName;
    endpoint.status = 'InService';
    delete endpoint.work;
    await stopAll(old);
    return;
  }
  if ('variants' in work.outcome) await stopAll(work.outcome.variants);
  endpoint.failureReason =
    'failureReason' in work.outcome
      ? work.outcome.failureReason
      : `The following alarms went off during the deployment: ${alarm ?? ''}`;
  if (work.isUpdate) {
    endpoint.status = 'RollingBack';
  } else {
    endpoint.status = 'Failed';
    delete endpoint.work;
  }
}

function watchedAlarms({ deployment = {} }: FakeEndpoint): readonly string[] {
  const rollback = objectIn(deployment, 'AutoRollbackConfiguration');
  return listIn(rollback, 'Alarms').map((alarm) => textIn(alarm, 'AlarmName'));
}
