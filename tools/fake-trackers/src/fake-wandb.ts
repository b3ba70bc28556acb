import { fieldsOf, textOf, textsOf, type Fields } from './fields.ts';
import { FaultyServer, type Answer, type Received } from './faulty-server.ts';

/** A run as the server would show it. */
export interface FakeWandbRun {
  readonly id: string;
  readonly entity: string;
  readonly project: string;
  /** What clients call the run's id. */
  readonly name: string;
  /** What was set last by `upsertBucket`: displayName, groupName, tags, commit, host ... */
  settings: Fields;
  config: Fields;
  /** Lines of the file stream, by file, at the offsets that they were sent to. */
  readonly lines: Map<string, string[]>;
  readonly files: Map<string, Buffer>;
  isComplete: boolean;
  exitCode: number | null;
}

export interface FakeWandbArtifact {
  readonly id: string;
  readonly fields: Fields;
  state: 'PENDING' | 'COMMITTED';
  manifest: unknown;
  readonly files: Map<string, Buffer>;
  /** Names of runs that use it. */
  readonly usedBy: Set<string>;
}

/** The largest request to the file stream that the real server takes. */
const MAX_STREAM_BYTES = 10 * 1024 * 1024 + 64 * 1024;
const DEFAULT_ENTITY = 'me';

/**
 * As much of the server of Weights & Biases as a run's client sees: GraphQL, the file stream and uploads. The real
 * client runs against it in tools/conformance-tracking, so that what it asks for and how is known to be true.
 */
export class FakeWandb {
  readonly runs = new Map<string, FakeWandbRun>();
  readonly artifacts = new Map<string, FakeWandbArtifact>();
  /** GraphQL operations and requests that it does not know. */
  readonly unknown: string[] = [];
  /** Set to true: it tells the next client of a run to stop. */
  isStopAsked = false;
  #server: FaultyServer | null = null;

  /** @param key that clients must send */
  static async start(key: string): Promise<{ fake: FakeWandb; server: FaultyServer }> {
    const fake = new FakeWandb();
    const authorization = `Basic ${Buffer.from(`api:${key}`).toString('base64')}`;
    const server = await FaultyServer.start((request) => fake.#answer(request, authorization));
    fake.#server = server;
    return { fake, server };
  }

  /** The only run. */
  get run(): FakeWandbRun {
    const [run, ...others] = this.runs.values();
    if (run === undefined || others.length > 0) {
      throw new Error(`expected one run, got ${this.runs.size}`);
    }
    return run;
  }

  #answer(request: Received, authorization: string): Answer {
    const { method, path, headers } = request;
    const upload = /^\/upload\/(.+)$/.exec(path)?.[1];
    // As at the real server, the address of an upload is a permission of its own.
    if (upload !== undefined && method === 'PUT') return this.#upload(upload, request);
    if (headers.authorization !== authorization) {
      return { status: 401, body: { errors: [{ message: 'user is not logged in' }] } };
    }
    if (path === '/graphql' && method === 'POST') return this.#graphql(request);
    const stream = /^\/files\/([^/]+)\/([^/]+)\/([^/]+)\/file_stream$/.exec(path);
    if (stream !== null && method === 'POST') return this.#stream(stream.slice(1), request);
    this.unknown.push(`${method} ${path}`);
    return { status: 404, body: { error: 'not found' } };
  }

  #upload(target: string, { body }: Received): Answer {
    const [kind, id = '', ...rest] = target.split('/');
    const name = rest.join('/');
    if (kind === 'run') {
      const run = [...this.runs.values()].find((candidate) => candidate.id === id);
      if (run === undefined) return { status: 403, body: {} };
      run.files.set(name, body);
      return { status: 200, body: {} };
    }
    const artifact = this.artifacts.get(id);
    if (artifact === undefined) return { status: 403, body: {} };
    if (kind === 'manifest') artifact.manifest = JSON.parse(body.toString());
    else artifact.files.set(name, body);
    return { status: 200, body: {} };
  }

  #stream([entity = '', project = '', name = '']: readonly string[], { body }: Received): Answer {
    const run = this.runs.get(`${entity}/${project}/${name}`);
    if (run === undefined) return { status: 404, body: { error: 'run not found' } };
    if (body.length > MAX_STREAM_BYTES) return { status: 413, body: { error: 'too large' } };
    const { files, complete, exitcode } = fieldsOf(JSON.parse(body.toString()));
    for (const [file, chunk] of Object.entries(fieldsOf(files))) {
      const { offset, content } = fieldsOf(chunk);
      if (typeof offset !== 'number' || !Array.isArray(content)) {
        return { status: 400, body: { error: `expected offset and content of ${file}` } };
      }
      const lines = run.lines.get(file) ?? [];
      // A gap is what a client lost.
      if (offset > lines.length) return { status: 400, body: { error: `a gap in ${file}` } };
      for (const [place, line] of content.entries()) lines[offset + place] = String(line);
      run.lines.set(file, lines);
    }
    if (complete === true) {
      run.isComplete = true;
      run.exitCode = Number(exitcode);
    } else if (Object.keys(fieldsOf(files)).length > 0) {
      run.isComplete = false;
    }
    return { status: 200, body: { exitcode: null, limits: {}, stopped: this.isStopAsked } };
  }

  #graphql({ body }: Received): Answer {
    const { query, variables } = fieldsOf(JSON.parse(body.toString()));
    const operation = /(?:query|mutation)\s+(\w+)/.exec(textOf(query) ?? '')?.[1] ?? '';
    const given = fieldsOf(variables);
    const data = this.#data(operation, given);
    if (data === null) {
      this.unknown.push(operation);
      return { status: 400, body: { errors: [{ message: `Cannot query ${operation}` }] } };
    }
    if (data instanceof Error) {
      return { status: 200, body: { data: null, errors: [{ message: data.message }] } };
    }
    return { status: 200, body: { data } };
  }

  #data(operation: string, given: Fields): Fields | Error | null {
    switch (operation) {
      case 'Viewer':
        return {
          viewer: {
            id: 'user',
            entity: DEFAULT_ENTITY,
            username: DEFAULT_ENTITY,
            email: null,
            flags: '{}',
            teams: { edges: [] },
          },
        };
      case 'ServerInfo':
        return { serverInfo: { cliVersionInfo: null, latestLocalVersionInfo: null } };
      case 'ServerFeaturesQuery':
        return { serverInfo: { features: [] } };
      case 'OrgFeatureFlags':
        return { organization: { featureFlags: [] } };
      case 'OrganizationCoreWeaveOrganizationID':
        return { entity: null };
      case 'RunResumeStatus':
        return this.#resumeStatus(given);
      case 'RunStoppedStatus':
        return { project: { run: { stopped: this.isStopAsked } } };
      case 'UpsertBucket':
        return this.#upsert(given);
      case 'CreateRunFiles':
        return this.#createRunFiles(given);
      default:
        return this.#artifactData(operation, given);
    }
  }

  #resumeStatus({ entity, project, name }: Fields): Fields {
    const run = this.runs.get(pathOf(entity, project, name));
    if (run === undefined) return { model: null };
    const count = (file: string): number => run.lines.get(file)?.length ?? 0;
    const tail = (file: string): string => JSON.stringify(run.lines.get(file)?.slice(-1) ?? []);
    return {
      model: {
        id: `project-${run.project}`,
        name: run.project,
        entity: { id: `entity-${run.entity}`, name: run.entity },
        bucket: {
          id: run.id,
          name: run.name,
          displayName: run.settings['displayName'] ?? null,
          summaryMetrics: run.lines.get('wandb-summary.json')?.at(-1) ?? '{}',
          historyLineCount: count('wandb-history.jsonl'),
          eventsLineCount: count('wandb-events.jsonl'),
          logLineCount: count('output.log'),
          historyTail: tail('wandb-history.jsonl'),
          eventsTail: tail('wandb-events.jsonl'),
          config: JSON.stringify(run.config),
          tags: run.settings['tags'] ?? [],
          notes: run.settings['notes'] ?? null,
          wandbConfig: JSON.stringify({
            t: fieldsOf(fieldsOf(run.config['_wandb'])['value'])['t'],
          }),
        },
      },
    };
  }

  #upsert(given: Fields): Fields | Error {
    const { id, entity, project, name, config, ...settings } = given;
    const byId = [...this.runs.values()].find((candidate) => candidate.id === id);
    const path = pathOf(entity, project, name);
    const known = byId ?? this.runs.get(path);
    if (known === undefined && textOf(name) === null) return new Error('a run needs a name');
    const run: FakeWandbRun = known ?? {
      id: `run-${this.runs.size}`,
      entity: textOf(entity) ?? DEFAULT_ENTITY,
      project: textOf(project) ?? 'uncategorized',
      name: textOf(name) ?? '',
      settings: {},
      config: {},
      lines: new Map(),
      files: new Map(),
      isComplete: false,
      exitCode: null,
    };
    this.runs.set(`${run.entity}/${run.project}/${run.name}`, run);
    const set = Object.entries(settings).filter(([, value]) => value !== null);
    run.settings = { ...run.settings, ...Object.fromEntries(set) };
    if (typeof config === 'string') run.config = fieldsOf(JSON.parse(config));
    return {
      upsertBucket: {
        bucket: {
          id: run.id,
          name: run.name,
          displayName: run.settings['displayName'] ?? run.name,
          description: null,
          config: JSON.stringify(run.config),
          sweepName: null,
          project: {
            id: `project-${run.project}`,
            name: run.project,
            entity: { id: `entity-${run.entity}`, name: run.entity },
          },
          historyLineCount: run.lines.get('wandb-history.jsonl')?.length ?? 0,
        },
        inserted: known === undefined,
      },
    };
  }

  #createRunFiles({ entity, project, run: name, files }: Fields): Fields | Error {
    const run = this.runs.get(pathOf(entity, project, name));
    if (run === undefined || !Array.isArray(files)) return new Error('run not found');
    return {
      createRunFiles: {
        runID: run.id,
        uploadHeaders: ['x-upload: run'],
        files: files.map((file) => ({
          name: String(file),
          uploadUrl: this.#uploadUrl('run', run.id, String(file)),
        })),
      },
    };
  }

  #artifactData(operation: string, given: Fields): Fields | Error | null {
    const input = fieldsOf(given['input']);
    switch (operation) {
      case 'CreateArtifact': {
        const id = `artifact-${this.artifacts.size}`;
        this.artifacts.set(id, {
          id,
          fields: input,
          state: 'PENDING',
          manifest: null,
          files: new Map(),
          usedBy: new Set(),
        });
        const artifact = { id, state: 'PENDING', artifactSequence: { latestArtifact: null } };
        return { createArtifact: { artifact } };
      }
      case 'CreateArtifactManifest':
        return this.#manifest('createArtifactManifest', textOf(given['artifactID']) ?? '');
      case 'UpdateArtifactManifest': {
        const id = (textOf(given['artifactManifestID']) ?? '').replace('manifest-', '');
        return this.#manifest('updateArtifactManifest', id);
      }
      case 'CreateArtifactFiles': {
        const specs: readonly unknown[] = Array.isArray(input['artifactFiles'])
          ? input['artifactFiles']
          : [];
        const edges = specs.map((spec) => {
          const { artifactID, name, md5 } = textsOf(spec);
          const node = {
            storagePath: `${artifactID}/${md5}`,
            uploadUrl: this.#uploadUrl('artifact', artifactID ?? '', name ?? ''),
            uploadHeaders: [],
            uploadMultipartUrls: null,
            artifact: { id: artifactID },
          };
          return { node };
        });
        return { createArtifactFiles: { files: { edges } } };
      }
      case 'CommitArtifact': {
        const artifact = this.artifacts.get(textOf(given['artifactID']) ?? '');
        if (artifact?.manifest == null) return new Error('an artifact without a manifest');
        artifact.state = 'COMMITTED';
        return {
          commitArtifact: { artifact: { id: artifact.id, digest: artifact.fields['digest'] } },
        };
      }
      case 'UseArtifact': {
        const artifact = this.artifacts.get(textOf(input['artifactID']) ?? '');
        if (artifact === undefined) return new Error('artifact not found');
        artifact.usedBy.add(textOf(input['runName']) ?? '');
        return { useArtifact: { artifact: { id: artifact.id } } };
      }
      case 'ArtifactType':
        return { project: { artifact: null } };
      case 'ClientIDMapping': {
        const clientId = given['clientID'];
        const found = [...this.artifacts.values()].find(
          ({ fields }) => fields['clientID'] === clientId,
        );
        return { clientIDMapping: found === undefined ? null : { serverID: found.id } };
      }
      default:
        return null;
    }
  }

  #manifest(key: string, artifactId: string): Fields | Error {
    if (!this.artifacts.has(artifactId)) return new Error('artifact not found');
    const file = {
      id: `file-${artifactId}`,
      uploadUrl: this.#uploadUrl('manifest', artifactId, 'manifest.json'),
      uploadHeaders: [],
    };
    return { [key]: { artifactManifest: { id: `manifest-${artifactId}`, file } } };
  }

  #uploadUrl(kind: string, id: string, name: string): string {
    const path = name.split('/').map(encodeURIComponent).join('/');
    return `${this.#server?.url ?? ''}/upload/${kind}/${id}/${path}`;
  }
}

function pathOf(entity: unknown, project: unknown, name: unknown): string {
  return `${textOf(entity) ?? DEFAULT_ENTITY}/${textOf(project) ?? 'uncategorized'}/${textOf(name) ?? ''}`;
}
