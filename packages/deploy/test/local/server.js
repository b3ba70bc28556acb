// A server as startLocalEndpoint expects one, with ways to misbehave: node server.js <behaviour> --bundle .. --host .. --port ..
import { createServer } from 'node:http';

const [behaviour, ...flags] = process.argv.slice(2);
const flag = (name) => flags[flags.indexOf(name) + 1];
if (behaviour === 'crashes') {
  console.error('cannot load the model: weights of another shape');
  process.exit(3);
}
if (behaviour === `shuns-${flag('--port')}`) process.exit(4);
const server = createServer((request, response) => {
  if (request.url === '/ping') {
    response.statusCode = behaviour === 'unready' ? 503 : 200;
    response.end('{}');
    return;
  }
  if (behaviour === 'hangs') return;
  request.setEncoding('utf8');
  let body = '';
  request.on('data', (chunk) => (body += chunk));
  request.on('end', () => {
    if (behaviour === 'refuses') response.statusCode = 400;
    const { instances } = JSON.parse(body);
    response.end(
      behaviour === 'babbles'
        ? 'hello'
        : JSON.stringify({ predictions: instances.map(() => [0.5]) }),
    );
  });
});
process.on('SIGTERM', () => {
  if (behaviour !== 'stubborn') process.exit(0);
});
server.listen(Number(flag('--port')), flag('--host'));
