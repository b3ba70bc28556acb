import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Workplace } from './workplace.ts';

const HEADER =
  'session_id_hash,event_type,product_action,product_sku_hash,server_timestamp_epoch_ms,hashed_url';

let place: Workplace;
beforeAll(async () => {
  place = await Workplace.open();
});
afterAll(() => place.close());

describe('lf upload tells', () => {
  it('SKUs that seem to mean no product, with their counts, unless they may be kept', async () => {
    const skus = ['NaN', 'NaN', 'p1', ' Null ', '(not set)', 'nano', '0'];
    const rows = skus.map(
      (sku, at) => `s${at},event_product,detail,${sku},${1_547_000_000_000 + at},`,
    );
    const path = await place.write('placeholders.csv', [HEADER, ...rows, ''].join('\n'));
    const upload = (rule: string) =>
      place.lf(['upload'], { BROWSING_TRAIN_PATH: path, LF_PLACEHOLDER_SKUS: rule });
    const told = await upload('');
    expect(told.code, told.stderr).toBe(0);
    expect(told.stdout).toContain(
      'warning: 4 rows of browsing_train have a product_sku_hash that seems to mean \'no product\': "NaN" (2), " Null " (1), "(not set)" (1); rec takes them',
    );
    expect((await upload('drop')).stdout).toContain('rec leaves these rows out');
    expect((await upload('keep')).stdout).not.toContain('warning');
  });

  it('that no flow learns from search_train', async () => {
    const browsing = await place.write('events.csv', `${HEADER}\ns1,pageview,,,1547000000000,u\n`);
    const search = await place.write(
      'search.csv',
      'session_id_hash,query_vector,clicked_skus_hash,product_skus_hash,server_timestamp_epoch_ms\ns1,,,,1547000000000\n',
    );
    const environment = { BROWSING_TRAIN_PATH: browsing, SEARCH_TRAIN_PATH: search };
    const { code, stdout, stderr } = await place.lf(['upload'], environment);
    expect(code, stderr).toBe(0);
    expect(stdout).toContain(
      'search_train: checked and stored; intent and rec learn from browsing_train alone',
    );
  });
});
