import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { sendJson, startLoopback, type Loopback, type Received } from './loopback.ts';

type Json = Readonly<Record<string, unknown>>;

interface Definition {
  readonly jobDefinitionName: string;
  readonly revision: number;
  readonly jobDefinitionArn: string;
  status: 'ACTIVE' | 'INACTIVE';
  readonly tags?: Readonly<Record<string, string>>;
  readonly containerProperties: {
    readonly image: string;
    readonly command: readonly string[];
    readonly environment?: readonly { readonly name: string; readonly value: string }[];
  };
  readonly retryStrategy?: {
    readonly attempts: number;
    readonly evaluateOnExit?: readonly {
      readonly onStatusReason?: string;
      readonly onReason?: string;
      readonly onExitCode?: string;
      readonly action: 'RETRY' | 'EXIT';
    }[];
  };
}

interface Attempt {
  readonly container: {
    readonly exitCode?: number;
    readonly reason?: string;
    logStreamName: string;
  };
  readonly statusReason: string;
}

/** A job as DescribeJobs tells it, with what only the fake knows. */
interface Job {
  readonly jobId: string;
  readonly jobName: string;
  /** Of a child of an array job. */
  readonly index: number | null;
  readonly definition: Definition;
  readonly parameters: Readonly<Record<string, string>>;
  readonly createdAt: number;
  status: 'RUNNABLE' | 'STARTING' | 'RUNNING' | 'SUCCEEDED' | 'FAILED';
  statusReason: string | undefined;
  isTerminated: boolean;
  readonly attempts: Attempt[];
  child: ChildProcess | null;
  /** Why the child is being ended, if it is. */
  ending: string | null;
  readonly lines: string[];
}

/** How a request fails instead of being done. */
export interface FakeFault {
  readonly status: number;
  readonly type: string;
  readonly message: string;
  /** The request is done all the same: its answer is lost. */
  readonly isDone?: boolean;
}

export interface FakeBatchOptions {
  readonly queues: readonly string[];
  /** Images that can be pulled. */
  readonly images: readonly string[];
  /** The environment that an image brings, by its name, such as a PATH with Python on it. */
  readonly imageEnvironments?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** What the platform adds to a container's environment, such as the credentials of the role of the job. */
  readonly platformEnvironment?: Readonly<Record<string, string>>;
  /** What starts a real container, with its whole environment; none: the command is a process of this machine. */
  readonly container?: (of: {
    readonly image: string;
    readonly command: readonly string[];
    readonly environment: Readonly<Record<string, string>>;
  }) => readonly string[];
}

/**
 * AWS Batch on loopback, in the wire format of the service: a job is the command of its definition, started as a process in
 * an empty folder with Node on its PATH and nothing else. Also answers CloudWatch's GetLogEvents with what jobs printed.
 */
export class FakeBatch {
  readonly #options: FakeBatchOptions;
  readonly #loopback: Loopback;
  readonly #definitions: Definition[] = [];
  readonly #jobs = new Map<string, Job>();
  /** Array jobs: their children, which are among the jobs. */
  readonly #arrays = new Map<string, readonly Job[]>();
  readonly #faults = new Map<string, FakeFault[]>();
  readonly #folders = new Map<string, Promise<void>>();

  private constructor(loopback: Loopback, options: FakeBatchOptions) {
    this.#loopback = loopback;
    this.#options = options;
  }

  static async start(options: FakeBatchOptions): Promise<FakeBatch> {
    const answer: { by?: FakeBatch } = {};
    const loopback = await startLoopback((response, request) => {
      const [status, type, body] = answer.by?.answer(request) ?? [500, 'ServerException', {}];
      if (type !== '') response.setHeader('x-amzn-errortype', type);
      sendJson(response, body, status);
    });
    answer.by = new FakeBatch(loopback, options);
    return answer.by;
  }

  get url(): string {
    return this.#loopback.url;
  }

  /** The bodies of all requests of an operation, such as `submitjob`. */
  requests(operation: string): readonly Json[] {
    return this.#loopback.received
      .filter(({ path }) => path === `/v1/${operation}`)
      .map(({ body }) => JSON.parse(body) as Json);
  }

  /** The operations of all requests, in order, such as `submitjob`. */
  get operations(): readonly string[] {
    return this.#loopback.received.flatMap(({ path = '' }) =>
      path.startsWith('/v1/') ? [path.slice('/v1/'.length)] : [],
    );
  }

  /** Children of array jobs, but not these themselves. */
  get jobs(): readonly Pick<Job, 'jobId' | 'jobName' | 'status' | 'isTerminated' | 'attempts'>[] {
    return [...this.#jobs.values()];
  }

  /** Job definitions, those that were deregistered among them. */
  get definitions(): readonly Definition[] {
    return this.#definitions;
  }

  /** Lets the next request of an operation fail. */
  failNext(operation: string, fault: FakeFault): void {
    this.#faults.set(operation, [...(this.#faults.get(operation) ?? []), fault]);
  }

  /** Takes the machine of a running job away, as spot does. */
  interrupt(jobId: string): void {
    this.#end(jobId, 'Host EC2 (instance i-0123456789abcdef0) terminated.', 'SIGKILL');
  }

  async close(): Promise<void> {
    for (const { jobId } of this.#jobs.values()) this.#end(jobId, 'the fake is closed', 'SIGKILL');
    await this.#loopback.close();
    for (const [folder, removed] of this.#folders) {
      await removed;
      // Where a process of a killed job wrote meanwhile
      await rm(folder, { recursive: true, force: true });
    }
  }

  private answer({ path = '', headers, body }: Received): [number, string, unknown] {
    const value = JSON.parse(body || '{}') as Json;
    const target = headers['x-amz-target'];
    const operation = typeof target === 'string' ? target : path.replace('/v1/', '');
    const [fault, ...later] = this.#faults.get(operation) ?? [];
    if (fault !== undefined) {
      this.#faults.set(operation, later);
      if (fault.isDone === true) this.#do(operation, value);
      return [fault.status, fault.type, { message: fault.message }];
    }
    const done = this.#do(operation, value);
    return typeof done === 'string' ? [400, 'ClientException', { message: done }] : [200, '', done];
  }

  /** A text is what the service says against it. */
  #do(operation: string, value: Json): Json | string {
    switch (operation) {
      case 'registerjobdefinition':
        return this.#register(value);
      case 'describejobdefinitions':
        return {
          jobDefinitions: this.#definitions.filter(
            ({ jobDefinitionName, status }) =>
              status === (value['status'] ?? status) &&
              jobDefinitionName === (value['jobDefinitionName'] ?? jobDefinitionName),
          ),
        };
      case 'deregisterjobdefinition': {
        const definition = this.#definitions.find(
          ({ jobDefinitionArn }) => jobDefinitionArn === value['jobDefinition'],
        );
        if (definition === undefined) return 'JobDefinition not found.';
        definition.status = 'INACTIVE';
        return {};
      }
      case 'submitjob':
        return this.#submit(value);
      case 'describejobs': {
        const wanted = value['jobs'] as readonly string[];
        return { jobs: wanted.flatMap((id) => this.#described(id)) };
      }
      case 'listjobs': {
        const [filter] = (value['filters'] ?? []) as readonly {
          readonly values: readonly string[];
        }[];
        // Without a filter by name, AWS tells of one state: the one asked for, else RUNNING
        const arrays = [...this.#arrays].map(([id, children]) => arrayOf(id, children));
        const single = [...this.#jobs.values()].filter(({ index }) => index === null);
        const jobs = [...single, ...arrays].filter(({ jobName, status }) =>
          filter === undefined
            ? status === (value['jobStatus'] ?? 'RUNNING')
            : filter.values.includes(jobName),
        );
        return {
          jobSummaryList: jobs.map(({ jobId, jobName, createdAt, status }) => ({
            ...{ jobId, jobName, createdAt, status },
          })),
        };
      }
      case 'terminatejob': {
        const id = String(value['jobId']);
        for (const job of this.#arrays.get(id) ?? [this.#jobs.get(id)])
          if (job !== undefined && job.status !== 'SUCCEEDED' && job.status !== 'FAILED') {
            job.isTerminated = true;
            this.#end(job.jobId, String(value['reason']), 'SIGTERM');
          }
        return {};
      }
      case 'Logs_20140328.GetLogEvents': {
        const job = [...this.#jobs.values()].find(
          ({ jobId }) => value['logStreamName'] === `stream/${jobId}`,
        );
        const lines = job?.lines.slice(-Number(value['limit'])) ?? [];
        return { events: lines.map((message) => ({ message, timestamp: 0 })) };
      }
      default:
        return `unknown operation ${operation}`;
    }
  }

  #register(value: Json): Json {
    const given = value as unknown as Omit<Definition, 'revision' | 'jobDefinitionArn' | 'status'>;
    const { jobDefinitionName } = given;
    const revision =
      1 + this.#definitions.filter((each) => each.jobDefinitionName === jobDefinitionName).length;
    const jobDefinitionArn = `arn:aws:batch:us-east-1:123456789012:job-definition/${jobDefinitionName}:${revision}`;
    this.#definitions.push({ ...given, revision, jobDefinitionArn, status: 'ACTIVE' });
    return { jobDefinitionName, jobDefinitionArn, revision };
  }

  #submit(value: Json): Json | string {
    const queue = String(value['jobQueue']);
    if (!this.#options.queues.includes(queue)) return `JobQueue ${queue} not found.`;
    // By its ARN, or by its name: then the newest one of it
    const definition = this.#definitions.findLast(
      ({ jobDefinitionArn, jobDefinitionName }) =>
        jobDefinitionArn === value['jobDefinition'] || jobDefinitionName === value['jobDefinition'],
    );
    if (definition?.status !== 'ACTIVE') return 'JobDefinition not found.';
    const { size } = (value['arrayProperties'] ?? {}) as { readonly size?: number };
    const jobName = String(value['jobName']);
    const jobId = randomUUID();
    if (size === undefined) this.#make(jobId, null, definition, value);
    else {
      // AWS takes 2 to 10,000
      if (size < 2 || size > 10_000) return `Array size ${size} is not valid.`;
      const children = Array.from({ length: size }, (_, index) =>
        this.#make(`${jobId}:${index}`, index, definition, value),
      );
      this.#arrays.set(jobId, children);
    }
    return { jobId, jobName };
  }

  #make(jobId: string, index: number | null, definition: Definition, value: Json): Job {
    const job: Job = {
      jobId,
      jobName: String(value['jobName']),
      index,
      definition,
      parameters: (value['parameters'] ?? {}) as Readonly<Record<string, string>>,
      createdAt: Date.now(),
      status: 'RUNNABLE',
      statusReason: undefined,
      isTerminated: false,
      attempts: [],
      child: null,
      ending: null,
      lines: [],
    };
    this.#jobs.set(job.jobId, job);
    setImmediate(() => this.#begin(job));
    return job;
  }

  #described(id: string): readonly Json[] {
    const children = this.#arrays.get(id);
    if (children !== undefined) return [{ ...arrayOf(id, children) }];
    const job = this.#jobs.get(id);
    if (job === undefined) return [];
    const { jobId, jobName, status, statusReason, attempts, isTerminated, createdAt } = job;
    const container = attempts.at(-1)?.container ?? {};
    const { jobDefinitionArn: jobDefinition } = job.definition;
    const what = { jobId, jobName, jobDefinition, createdAt, container };
    const arrayProperties = job.index === null ? undefined : { index: job.index };
    return [{ ...what, arrayProperties, status, statusReason, attempts, isTerminated }];
  }

  #begin(job: Job): void {
    const { image, command, environment = [] } = job.definition.containerProperties;
    if (!this.#options.images.includes(image)) {
      const reason = `CannotPullContainerError: pull image manifest has been retried 1 time(s): ${image}: not found`;
      this.#ended(job, { exitCode: undefined, reason, statusReason: 'Task failed to start' });
      return;
    }
    const folder = mkdtempSync(join(tmpdir(), 'fake-batch-'));
    const words = command.map((word) =>
      word.startsWith('Ref::') ? (job.parameters[word.slice(5)] ?? word) : word,
    );
    const given = {
      ...Object.fromEntries(environment.map(({ name, value }) => [name, value])),
      ...this.#options.platformEnvironment,
      AWS_BATCH_JOB_ID: job.jobId,
      AWS_BATCH_JOB_ATTEMPT: String(job.attempts.length + 1),
      ...(job.index !== null && { AWS_BATCH_JOB_ARRAY_INDEX: String(job.index) }),
    };
    const { container, imageEnvironments } = this.#options;
    const [file = '', ...args] =
      container?.({ image, command: words, environment: given }) ?? words;
    job.status = 'RUNNING';
    const child = spawn(file, args, {
      cwd: folder,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env:
        container === undefined
          ? {
              ...{ PATH: dirname(process.execPath), HOME: folder, TMPDIR: folder },
              ...imageEnvironments?.[image],
              ...given,
            }
          : process.env,
    });
    job.child = child;
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        job.lines.push(...chunk.toString().split('\n').filter(Boolean));
      });
    }
    child.once('error', (error) => {
      const reason = `CannotStartContainerError: ${error.message}`;
      this.#ended(job, { exitCode: 127, reason, statusReason: 'Task failed to start' });
    });
    // A code package is thousands of files: they go while other jobs run
    const removed = once(child, 'close')
      .then(() => rm(folder, { recursive: true, force: true }))
      .catch(() => undefined);
    this.#folders.set(folder, removed);
    child.once('close', (code, signal) => {
      const exitCode = code ?? (signal === 'SIGKILL' ? 137 : 143);
      const statusReason = job.ending ?? 'Essential container in task exited';
      this.#ended(job, { exitCode, reason: undefined, statusReason });
    });
  }

  #ended(
    job: Job,
    end: {
      readonly exitCode: number | undefined;
      readonly reason: string | undefined;
      readonly statusReason: string;
    },
  ): void {
    if (job.status === 'FAILED' || job.status === 'SUCCEEDED') return;
    const { exitCode, reason, statusReason } = end;
    const logStreamName = `stream/${job.jobId}`;
    job.attempts.push({
      statusReason,
      container: {
        logStreamName,
        ...(exitCode !== undefined && { exitCode }),
        ...(reason !== undefined && { reason }),
      },
    });
    const { attempts = 1, evaluateOnExit = [] } = job.definition.retryStrategy ?? {};
    const rule = evaluateOnExit.find(
      ({ onStatusReason = '*', onReason = '*' }) =>
        fits(onStatusReason, statusReason) && fits(onReason, reason ?? ''),
    );
    const isAgain = exitCode !== 0 && !job.isTerminated && rule?.action !== 'EXIT';
    job.ending = null;
    if (isAgain && job.attempts.length < attempts) {
      job.status = 'RUNNABLE';
      setImmediate(() => this.#begin(job));
      return;
    }
    job.statusReason = statusReason;
    job.status = exitCode === 0 ? 'SUCCEEDED' : 'FAILED';
  }

  #end(jobId: string, why: string, signal: NodeJS.Signals): void {
    const job = this.#jobs.get(jobId);
    if (job?.child?.pid === undefined || job.status !== 'RUNNING') return;
    job.ending = why;
    // A machine that goes takes all with it; a signal goes to the container's first process alone.
    try {
      if (signal === 'SIGKILL') killAll(job.child.pid);
      else job.child.kill(signal);
    } catch {
      // It has ended by itself.
    }
  }
}

/** An array job as AWS tells of it: pending while a child goes on, failed if one has failed. */
function arrayOf(jobId: string, children: readonly Job[]) {
  const [first] = children;
  const isOver = children.every(({ status }) => status === 'SUCCEEDED' || status === 'FAILED');
  const end = children.some(({ status }) => status === 'FAILED') ? 'FAILED' : 'SUCCEEDED';
  return {
    ...{ jobId, jobName: first?.jobName ?? '', createdAt: first?.createdAt ?? 0 },
    status: isOver ? end : 'PENDING',
    jobDefinition: first?.definition.jobDefinitionArn,
    arrayProperties: { size: children.length },
  };
}

/** A supervised step leads a group of its own and ends by itself when its supervisor is gone. */
function killAll(pid: number): void {
  process.kill(-pid, 'SIGKILL');
}

/** A pattern of AWS Batch: `*` at its end stands for anything. */
function fits(pattern: string, text: string): boolean {
  return pattern.endsWith('*') ? text.startsWith(pattern.slice(0, -1)) : text === pattern;
}
