import { createServer } from 'node:http';
import { parseArgs } from 'node:util';
import { readBundle } from '@lf/contract';

const text = { type: 'string' };
const { values } = parseArgs({ options: { bundle: text, host: text, port: text } });
const { files } = await readBundle(values.bundle);
const weights = JSON.parse(Buffer.from(files.get('weights.json')).toString());

/** The model: the mean weight of a session's actions, `[time, action]`, as a probability. */
const predict = (session) => {
  const sums = session.map((step) => step.reduce((sum, x, action) => sum + x * weights[action], 0));
  return [1 / (1 + Math.exp(-sums.reduce((sum, x) => sum + x, 0) / sums.length))];
};

createServer(async (request, response) => {
  if (request.url === '/ping') {
    response.end();
    return;
  }
  let body = '';
  for await (const chunk of request) body += chunk;
  const predictions = JSON.parse(body).instances.map(predict);
  console.log(`answered ${predictions.length} instances`);
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ predictions }));
}).listen(Number(values.port), values.host);
