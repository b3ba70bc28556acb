import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request to a service of AWS, as its wire format says. */
export interface AsksAws {
  /** Such as `sts:GetCallerIdentity`, by what the request was signed for. */
  readonly call: string;
  readonly input: Readonly<Record<string, unknown>>;
}

export interface FakeAnswer {
  readonly status?: number;
  readonly body: string | Readonly<Record<string, unknown>>;
}

/** Services of AWS on one port of loopback, in the wire formats of their API references. */
export interface FakeAws {
  readonly endpoint: string;
  readonly asked: AsksAws[];
  /** Answers by call; a call without one is refused as IAM does. `silent` never comes. */
  readonly answers: Map<string, FakeAnswer | 'silent'>;
  close(): Promise<void>;
}

export async function startFakeAws(): Promise<FakeAws> {
  const asked: AsksAws[] = [];
  const answers: FakeAws['answers'] = new Map();
  const server = createServer((incoming, response) => {
    void readCall(incoming).then((one) => {
      if (typeof one === 'string') {
        response
          .writeHead(403)
          .end(JSON.stringify({ __type: 'IncompleteSignature', message: one }));
        return;
      }
      asked.push(one);
      const answer = answers.get(one.call) ?? denied(one.call);
      if (answer === 'silent') return;
      const { status = 200, body } = answer;
      response.writeHead(status).end(typeof body === 'string' ? body : JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    asked,
    answers,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
}

/** The call that a request is; what is wrong with its signature. */
async function readCall(incoming: IncomingMessage): Promise<AsksAws | string> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks).toString();
  const { authorization = '', host = '' } = incoming.headers;
  const signed =
    /^AWS4-HMAC-SHA256 Credential=test\/\d{8}\/([^/]+)\/([^/]+)\/aws4_request, SignedHeaders=(\S+), Signature=[0-9a-f]{64}$/.exec(
      authorization,
    );
  const [, region = '', service = '', names = ''] = signed ?? [];
  if (region !== (service === 'iam' ? 'us-east-1' : 'eu-west-1')) return `signed for ${region}`;
  if (!names.split(';').includes('host') || host === '') return 'the host is not signed';
  if (!names.split(';').includes('x-amz-date')) return 'the date is not signed';
  const target = incoming.headers['x-amz-target'];
  if (typeof target === 'string') {
    if (!names.split(';').includes('x-amz-target')) return 'the target is not signed';
    return {
      call: `${service}:${target.split('.')[1]}`,
      input: JSON.parse(body) as object as never,
    };
  }
  if (incoming.url?.startsWith('/v1/') === true) {
    return {
      call: `${service}:${incoming.url.slice(4)}`,
      input: JSON.parse(body) as object as never,
    };
  }
  const form = new URLSearchParams(body);
  return { call: `${service}:${form.get('Action') ?? ''}`, input: Object.fromEntries(form) };
}

function denied(call: string): FakeAnswer {
  const message = `User: arn:aws:iam::123456789012:user/me is not authorized to perform: ${call}`;
  const isXml = /^(sts|iam):/.test(call);
  return {
    status: isXml ? 403 : 400,
    body: isXml
      ? `<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>${message}</Message></Error></ErrorResponse>`
      : { __type: 'AccessDeniedException', Message: message },
  };
}

/** What STS answers to GetCallerIdentity. */
export const IDENTITY: FakeAnswer = {
  body: `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
  <GetCallerIdentityResult>
    <Arn>arn:aws:iam::123456789012:user/me</Arn>
    <UserId>AIDA</UserId>
    <Account>123456789012</Account>
  </GetCallerIdentityResult>
</GetCallerIdentityResponse>`,
};
