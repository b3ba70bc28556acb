import type { TableSchema } from './table-schema.ts';

/** Values of browsing_train.event_type. */
export const EVENT_TYPES = ['pageview', 'event_product'] as const;

/** Values of browsing_train.product_action; an empty field (null) is a plain page view. */
export const PRODUCT_ACTIONS = ['detail', 'add', 'purchase', 'remove'] as const;

/** Length of query_vector, description_vector and image_vector (Coveo's embeddings). */
export const VECTOR_LENGTH = 50;

/** Values of sku_to_content.price_bucket: the price deciles. */
export const PRICE_BUCKETS = [
  '1.0',
  '2.0',
  '3.0',
  '4.0',
  '5.0',
  '6.0',
  '7.0',
  '8.0',
  '9.0',
  '10.0',
];

/** The three tables of the Coveo SIGIR eCom 2021 schema, columns in file order. */
export const TABLES = {
  browsing_train: {
    name: 'browsing_train',
    mayBeEmpty: false,
    columns: [
      { name: 'session_id_hash', kind: 'id', nullable: false },
      { name: 'event_type', kind: 'text', nullable: false, values: EVENT_TYPES },
      { name: 'product_action', kind: 'text', nullable: true, values: PRODUCT_ACTIONS },
      { name: 'product_sku_hash', kind: 'id', nullable: true },
      { name: 'server_timestamp_epoch_ms', kind: 'epochMs', nullable: false },
      { name: 'hashed_url', kind: 'text', nullable: true },
    ],
  },
  search_train: {
    name: 'search_train',
    mayBeEmpty: true,
    columns: [
      { name: 'session_id_hash', kind: 'id', nullable: false },
      { name: 'query_vector', kind: 'vector', nullable: true },
      { name: 'clicked_skus_hash', kind: 'idList', nullable: true },
      { name: 'product_skus_hash', kind: 'idList', nullable: true },
      { name: 'server_timestamp_epoch_ms', kind: 'epochMs', nullable: false },
    ],
  },
  sku_to_content: {
    name: 'sku_to_content',
    mayBeEmpty: true,
    columns: [
      { name: 'product_sku_hash', kind: 'id', nullable: false },
      { name: 'description_vector', kind: 'vector', nullable: true },
      { name: 'category_hash', kind: 'text', nullable: true },
      { name: 'image_vector', kind: 'vector', nullable: true },
      { name: 'price_bucket', kind: 'number', nullable: true },
    ],
    // Not of the challenge, whose products have no names; shops want to read theirs, filter them and open their pages
    optional: [
      { name: 'product_name', kind: 'text', nullable: true },
      { name: 'price', kind: 'number', nullable: true },
      { name: 'product_url', kind: 'text', nullable: true },
    ],
  },
} as const satisfies Record<string, TableSchema>;

export type TableName = keyof typeof TABLES;

/** The tables in the order in which they are read and stored. */
export const TABLE_NAMES = [
  'browsing_train',
  'search_train',
  'sku_to_content',
] as const satisfies readonly TableName[];
