import type { ImportAction } from '../map/import-map.ts';

/** Names of actions as shops and trackers write them, letters and digits alone. */
const NAMES: Readonly<Record<ImportAction, readonly string[]>> = {
  detail: [
    'detail',
    'click',
    'clicks',
    'itemview',
    'productdetail',
    'productdetailview',
    'productpageview',
    'productview',
    'productviewed',
    'viewcontent',
    'viewdetail',
    'viewitem',
    'viewproduct',
  ],
  add: [
    'add',
    'addtobasket',
    'addtocart',
    'addedtocart',
    'basket',
    'cart',
    'cartadd',
    'carts',
    'itemadded',
    'productadded',
    'productaddedtocart',
  ],
  remove: [
    'remove',
    'cartremove',
    'productremoved',
    'productremovedfromcart',
    'removedfromcart',
    'removefrombasket',
    'removefromcart',
  ],
  purchase: [
    'purchase',
    'buy',
    'buys',
    'checkoutcompleted',
    'order',
    'ordercompleted',
    'orders',
    'placeorder',
    'purchased',
    'sale',
    'transaction',
    'bought',
  ],
  view: ['page', 'pageview', 'pageviewed', 'screenview'],
};

const ACTIONS = new Map(
  Object.entries(NAMES).flatMap(([action, names]) => names.map((name) => [name, action] as const)),
);

/** In some forms the view of a page, in most that of a product. */
const VIEWS: ReadonlySet<string> = new Set(['view', 'views', 'viewed']);

/**
 * What the name of an action means; undefined if it is unknown.
 *
 * @param hasItem whether rows with this name mostly name an item: then a plain `view` is that of a product
 */
export function knownAction(name: string, hasItem: boolean): ImportAction | undefined {
  const plain = name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
  if (VIEWS.has(plain)) return hasItem ? 'detail' : 'view';
  const action = ACTIONS.get(plain);
  return isAction(action) ? action : undefined;
}

function isAction(action: string | undefined): action is ImportAction {
  return action !== undefined && action in NAMES;
}
