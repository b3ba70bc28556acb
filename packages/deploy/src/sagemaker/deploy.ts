import {
  AwsError,
  SageMakerEndpointFailedError,
  SageMakerLeftoversError,
  SageMakerRequestError,
  type Leftover,
} from './errors.ts';
import { requireEndpointName } from '../local/name.ts';
import { faultInSentence } from './aws-fault.ts';
import { putScaling, scalingTarget, type Autoscaling } from './autoscaling.ts';
import type { SageMaker } from './connection.ts';
import { describeEndpoint, followEndpoint, requireGoingOn, type FollowOptions } from './follow.ts';
import {
  asynchronousOf,
  CHALLENGER,
  CHAMPION,
  versionNames,
  type Hosting,
  type RollOut,
  type Variant,
  type Version,
} from './hosting.ts';
import { readLogTail } from './log-tail.ts';
import { removeThings, type Thing } from './made-things.ts';
import { followUpdate, requireInService, sendUpdate } from './move.ts';
import {
  createConfig,
  createEndpoint,
  createModel,
  describeConfig,
  type ServedConfig,
} from './version-requests.ts';

/** An endpoint that answers, and which of its variants is the new one. */
export interface ReadyEndpoint {
  readonly name: string;
  /** Absent where there is but one. */
  readonly variant?: string;
}

export interface DeployToSageMakerOptions<Verified> extends Version, FollowOptions {
  /** The endpoint to update in place; absent: a new one, named `deployName`. */
  readonly replaces?: string;
  /** Above 0: the new version is a challenger with this share of the requests of `replaces`. */
  readonly challengerShare?: number;
  readonly rollOut?: RollOut;
  readonly autoscaling?: Autoscaling;
  /** Tries the new version; if it throws, what served before serves again, or nothing. */
  readonly verify: (endpoint: ReadyEndpoint) => Promise<Verified>;
  /** Told what is done besides waiting, a line each. */
  readonly onNote?: (line: string) => void;
}

export interface DeployedToSageMaker<Verified> {
  readonly endpoint: string;
  readonly config: string;
  readonly verified: Verified;
}

/**
 * Serves a bundle in SageMaker and tries it: as a new endpoint, as the next version of one, or as its challenger.
 * If that fails or is interrupted, what it made is removed again, and what is left is named in the error.
 *
 * @throws AwsError, SageMakerEndpointFailedError, SageMakerRolledBackError, SageMakerTimeoutError, SageMakerLeftoversError,
 * SageMakerRequestError, and what `verify` throws
 */
export async function deployToSageMaker<Verified>(
  sagemaker: SageMaker,
  options: DeployToSageMakerOptions<Verified>,
): Promise<DeployedToSageMaker<Verified>> {
  requireEndpointName(options.deployName);
  requireFittingOptions(options);
  const { replaces } = options;
  return replaces === undefined
    ? createNew(sagemaker, options)
    : updateInPlace(sagemaker, { ...options, replaces });
}

function requireFittingOptions({
  hosting,
  autoscaling,
  challengerShare = 0,
}: DeployToSageMakerOptions<unknown>): void {
  const isServerless = hosting.kind === 'serverless';
  if (isServerless && challengerShare > 0) {
    throw new SageMakerRequestError(
      'A serverless endpoint of SageMaker has one variant, so no challenger: serve on instances, or set its share to 0.',
    );
  }
  if (isServerless && autoscaling !== undefined) {
    throw new SageMakerRequestError(
      'A serverless endpoint of SageMaker scales by itself: leave autoscaling out.',
    );
  }
  const isAsynchronous = asynchronousOf(hosting) !== undefined;
  if (isAsynchronous && challengerShare > 0) {
    throw new SageMakerRequestError(
      'A request to an asynchronous endpoint of SageMaker cannot name its variant, so a challenger cannot be tried: set its share to 0, or serve without a queue.',
    );
  }
  if (autoscaling !== undefined && 'backlogPerInstance' in autoscaling !== isAsynchronous) {
    throw new SageMakerRequestError(
      `Autoscaling of an endpoint ${isAsynchronous ? 'with' : 'without'} a queue: expected ${isAsynchronous ? 'backlogPerInstance' : 'invocationsPerInstance'}.`,
    );
  }
  if (autoscaling?.minInstances === 0 && !isAsynchronous) {
    throw new SageMakerRequestError(
      'An endpoint of SageMaker scales to 0 instances only if it is asynchronous: set minInstances to 1 or more.',
    );
  }
}

/** Callers of the one kind get errors from the other: that is another endpoint. */
function requireSameKind(endpoint: string, serving: Hosting, next: Hosting): void {
  const isQueued = asynchronousOf(serving) !== undefined;
  if (isQueued === (asynchronousOf(next) !== undefined)) return;
  const differs = isQueued
    ? 'it is asynchronous, but the new version is not'
    : 'it is not asynchronous, but the new version is';
  throw new SageMakerRequestError(
    `Updating endpoint ${endpoint}: ${differs}, so its callers would get errors. ` +
      `Set LF_SAGEMAKER_ASYNC=${isQueued ? 1 : 0}, or stop it first (lf endpoint stop ${endpoint}).`,
  );
}

/** Tells of an alarm that is to be made by hand. */
function tellOfAlarm(
  endpoint: string,
  command: string | null,
  onNote: DeployToSageMakerOptions<unknown>['onNote'],
): void {
  if (command === null) return;
  onNote?.(
    `${endpoint} may come to 0 instances. Without an alarm no request wakes it up again; this makes one, and is not removed with the endpoint: ${command}`,
  );
}

async function createNew<Verified>(
  sagemaker: SageMaker,
  options: DeployToSageMakerOptions<Verified>,
): Promise<DeployedToSageMaker<Verified>> {
  const { deployName: endpoint, hosting, owner, autoscaling, signal, onNote } = options;
  const { model, config } = versionNames(endpoint);
  // In the order of removal. Noted before the request: one that is cut off may have been carried out
  const made: Thing[] = [];
  const making = async (thing: Thing, make: () => Promise<void>) => {
    await requireGoingOn(sagemaker, endpoint, signal);
    made.unshift(thing);
    await make();
  };
  try {
    await making({ what: 'model', name: model }, () => createModel(sagemaker, options));
    const variants = [{ name: CHAMPION, modelName: model, weight: 1 }];
    await making({ what: 'endpoint config', name: config }, () =>
      createConfig(sagemaker, { name: config, variants, hosting, owner }),
    );
    await making({ what: 'endpoint', name: endpoint }, () =>
      createEndpoint(sagemaker, { name: endpoint, config, owner }),
    );
    await requireCreated(sagemaker, endpoint, options);
    if (autoscaling !== undefined) {
      const target = scalingTarget(endpoint, CHAMPION);
      await making({ what: 'scaling target', name: target }, () =>
        putScaling(sagemaker, target, autoscaling).then((command) =>
          tellOfAlarm(endpoint, command, onNote),
        ),
      );
    }
    const verified = await options.verify({ name: endpoint });
    await requireGoingOn(sagemaker, endpoint, signal);
    return { endpoint, config, verified };
  } catch (error) {
    throw await afterRemoval(sagemaker, made, error, onNote);
  }
}

/** @throws SageMakerEndpointFailedError with SageMaker's reason and the end of the container's log */
async function requireCreated(
  sagemaker: SageMaker,
  endpoint: string,
  options: FollowOptions,
): Promise<void> {
  const { status, failureReason } = await followEndpoint(sagemaker, endpoint, options);
  if (status === 'InService') return;
  const reason = failureReason || `it is ${status}, and SageMaker gives no reason`;
  const logTail = await readLogTail(sagemaker, endpoint);
  throw new SageMakerEndpointFailedError({ endpoint, reason, logTail }, adviceFor(reason));
}

/** What helps against a failure that SageMaker tells in a sentence. */
function adviceFor(reason: string): string {
  if (faultInSentence(reason) === 'sagemaker_image_missing') {
    return 'Check the image (DOCKER_IMAGE) and that the role may pull it from ECR.';
  }
  if (faultInSentence(reason) === 'sagemaker_bundle_unreadable') {
    return 'Check that the role (IAM_SAGEMAKER_ROLE) may read the bundle in S3.';
  }
  if (/capacity/i.test(reason)) {
    return 'AWS has no such instance free: take another instance type (SAGEMAKER_INSTANCE), or try again later.';
  }
  return 'Mend what its log names, then deploy again; `docker run` of the image with the bundle at /opt/ml/model shows the same here.';
}

async function updateInPlace<Verified>(
  sagemaker: SageMaker,
  options: DeployToSageMakerOptions<Verified> & { readonly replaces: string },
): Promise<DeployedToSageMaker<Verified>> {
  const { replaces: endpoint, hosting, owner, rollOut, autoscaling, signal, onNote } = options;
  const { model, config } = versionNames(options.deployName);
  const before = await requireInService(sagemaker, endpoint, options);
  const serving = await describeConfig(sagemaker, before.configName);
  requireSameKind(endpoint, serving.hosting, hosting);
  // A challenger was measured against the version that serves now: it goes with it, and is no version to go back to
  const previous = serving.challenger === undefined ? serving.name : serving.previous;
  const variants = variantsOf(serving, model, options.challengerShare ?? 0);
  const made: Thing[] = [];
  let isSent = false;
  try {
    await requireGoingOn(sagemaker, endpoint, signal);
    made.unshift({ what: 'model', name: model });
    await createModel(sagemaker, options);
    await requireGoingOn(sagemaker, endpoint, signal);
    made.unshift({ what: 'endpoint config', name: config });
    await createConfig(sagemaker, {
      ...{ name: config, variants, hosting, owner },
      ...(previous !== undefined && { previous }),
    });
    await requireGoingOn(sagemaker, endpoint, signal);
    isSent = true;
    await sendUpdate(sagemaker, {
      endpoint,
      config: { name: config, hosting, variants },
      ...(rollOut && { rollOut }),
    });
    await followUpdate(sagemaker, { endpoint, config }, options);
    if (autoscaling !== undefined) {
      const target = scalingTarget(endpoint, CHAMPION);
      tellOfAlarm(endpoint, await putScaling(sagemaker, target, autoscaling), onNote);
    }
    const isChallenger = variants.length > 1;
    const verified = await options.verify({
      name: endpoint,
      ...(isChallenger && { variant: CHALLENGER }),
    });
    await requireGoingOn(sagemaker, endpoint, signal);
    await forgetChallenger(sagemaker, serving, onNote);
    return { endpoint, config, verified };
  } catch (error) {
    const undone = isSent ? await goBack(sagemaker, serving, { endpoint, config }, options) : [];
    if (undone.length > 0) throw new SageMakerLeftoversError(error, undone);
    throw await afterRemoval(sagemaker, made, error, onNote);
  }
}

function variantsOf(serving: ServedConfig, model: string, share: number): readonly Variant[] {
  if (share <= 0) return [{ name: CHAMPION, modelName: model, weight: 1 }];
  const champion = serving.variants.find((variant) => variant.name !== CHALLENGER);
  if (champion === undefined) {
    throw new SageMakerRequestError(
      `Endpoint config ${serving.name} has no variant that a challenger could be measured against: deploy without a share first.`,
    );
  }
  return [
    { name: CHAMPION, modelName: champion.modelName, weight: 1 - share },
    { name: CHALLENGER, modelName: model, weight: share },
  ];
}

/** What is left of a challenger whose place was taken. */
async function forgetChallenger(
  sagemaker: SageMaker,
  { name, challenger }: ServedConfig,
  onNote: DeployToSageMakerOptions<unknown>['onNote'],
): Promise<void> {
  if (challenger === undefined) return;
  const left = await removeThings(sagemaker, [
    { what: 'endpoint config', name },
    { what: 'model', name: challenger.modelName },
  ]);
  for (const { command } of left) onNote?.(`could not be removed: ${command}`);
}

/**
 * Brings the version before back after an update that failed or is not wanted.
 *
 * @returns what is left to be undone by hand
 */
async function goBack(
  sagemaker: SageMaker,
  serving: ServedConfig,
  { endpoint, config }: { readonly endpoint: string; readonly config: string },
  options: FollowOptions & Pick<DeployToSageMakerOptions<unknown>, 'onNote'>,
): Promise<readonly Leftover[]> {
  const { signal, onNote, ...following } = options;
  const update: Leftover = {
    what: 'update of endpoint',
    name: endpoint,
    isBilled: false,
    command: `lf endpoint rollback ${endpoint}`,
  };
  try {
    const state = await describeEndpoint(sagemaker, endpoint);
    if (state.status === 'InService' && state.configName !== config) return [];
    await sendUpdate(sagemaker, { endpoint, config: serving });
    // Whoever interrupts does not wait for minutes
    if (signal?.aborted === true) return [update];
    await followUpdate(sagemaker, { endpoint, config: serving.name }, following);
    onNote?.(`${endpoint} serves the version before again`);
    return [];
  } catch {
    return [update];
  }
}

/** Removes what was made. @returns the error to throw, which names what could not be removed */
async function afterRemoval(
  sagemaker: SageMaker,
  made: readonly Thing[],
  error: unknown,
  onNote: DeployToSageMakerOptions<unknown>['onNote'],
): Promise<unknown> {
  // Without credentials nothing was made, and nothing can be removed
  if (error instanceof AwsError && made.length === 1 && NOTHING_SENT.has(error.fault)) return error;
  const left = await removeThings(sagemaker, made);
  const removed = made.filter((thing) => !left.some(({ name }) => name === thing.name));
  if (removed.length > 0) {
    onNote?.(`removed again: ${removed.map(({ what, name }) => `${what} ${name}`).join(', ')}`);
  }
  return left.length === 0 ? error : new SageMakerLeftoversError(error, left);
}

/** Faults of a first request that say that it was not carried out. */
const NOTHING_SENT: ReadonlySet<string> = new Set([
  'aws_no_credentials',
  'aws_no_region',
  'aws_credentials_expired',
  'aws_credentials_refused',
  'aws_denied',
  'aws_throttled',
]);
