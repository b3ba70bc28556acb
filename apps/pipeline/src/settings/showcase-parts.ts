/** What of a showcase a bundle gets: `products` leaves out the sessions, `none` the products too. */
export const SHOWCASE_PARTS = ['all', 'products', 'none'] as const;

export type ShowcaseParts = (typeof SHOWCASE_PARTS)[number];
