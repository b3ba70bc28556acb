// A server as startLocalEndpoint expects one, with ways to misbehave: node server.js <behaviour> --bundle .. --host .. --port ..
import { createServer } from 'node:http';

const [behaviour, ...flags] = process.argv.slice(2);
const flag = (name) => flags[flags.indexOf(name) + 1];
if (behaviour === 'crashes') {
  console.error('cannot load the model: weights of another shape');
  process.exit(3);
}
if (behaviour === `shuns-${flag('--port')}`) process.exit(4);
let served = flag('--bundle');
let challenger = null;

/** As the endpoint's /models: a bundle whose path says so is refused; GET tells what is served. */
function manage({ method, url }, response, body) {
  if (behaviour !== 'manages') response.statusCode = 404;
  else if (method === 'PUT' && body.includes('refused')) response.statusCode = 422;
  else if (method === 'PUT' && url.endsWith('/challenger')) challenger = JSON.parse(body);
  else if (method === 'DELETE') challenger = null;
  else if (method === 'PUT') served = JSON.parse(body).url;
  const error = { code: 'model_refused', message: 'another kind' };
  response.end(JSON.stringify(response.statusCode === 200 ? { served, challenger } : { error }));
}

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
    if (request.url.startsWith('/models')) {
      manage(request, response, body);
      return;
    }
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
