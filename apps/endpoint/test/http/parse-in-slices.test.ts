import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseInSlices } from '../../src/http/parse-in-slices.ts';

/** What JSON.parse makes of it, or null where it is no JSON. */
function whole(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}

const sliced = (body: string): Promise<unknown> =>
  parseInSlices(Buffer.from(body)).catch(() => null);

/** Long enough to be cut several times. */
const LONG = `"${'],[\\"{}é'.repeat(20_000)}"`;

describe('a body in slices', () => {
  it('is what it is as a whole, whatever JSON its instances are', async () => {
    const spaces = fc.constantFrom('', ' ', '\n\t');
    await fc.assert(
      fc.asyncProperty(fc.array(fc.json(), { maxLength: 6 }), spaces, async (values, space) => {
        const list = values.flatMap((value) => [value, LONG]).join(`${space},${space}`);
        const body = `${space}{${space}"instances"${space}:${space}[${space}${list}${space}]${space}}${space}`;
        expect(await sliced(body)).toEqual(whole(body));
      }),
      { numRuns: 30 },
    );
  });

  it.each([
    [`[${LONG},,${LONG}]}`, 'nothing between two commas'],
    [`[${LONG},]}`, 'a comma at the end'],
    [`[,${LONG}]}`, 'a comma at the start'],
    [`[${LONG}]`, 'no end'],
    [`[${LONG}]}}`, 'an end too many'],
    [`[${LONG}},1]}`, 'an object that was not begun'],
    [`[${LONG}],"instances":[1]}`, 'a second list'],
    [`[${LONG}],"more":1}`, 'something more'],
    [`[${LONG}, 01]}`, 'a number that is none'],
    [`["${'x'.repeat(70_000)}]}`, 'a text without end'],
    [`[${' '.repeat(70_000)}]}`, 'no instance'],
  ])('is what it is as a whole, with %#', async (rest) => {
    const body = `{"instances":${rest}`;
    expect(await sliced(body)).toEqual(whole(body));
  });

  it('is refused where it is no UTF-8', async () => {
    const body = Buffer.from(`{"instances":[${LONG},"?"]}`);
    body[body.indexOf('?')] = 0xff;
    await expect(parseInSlices(body)).rejects.toMatchObject({ code: 'json_malformed' });
  });

  it('lets others have a turn while it is parsed', async () => {
    let turns = 0;
    const count = () => {
      turns += 1;
      immediate = setImmediate(count);
    };
    let immediate = setImmediate(count);
    await sliced(`{"instances":[${new Array<string>(10).fill(LONG).join(',')}]}`);
    clearImmediate(immediate);
    expect(turns).toBeGreaterThanOrEqual(10);
  });
});
