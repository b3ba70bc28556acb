import type { TableSchema } from './table-schema.ts';

/** A file of what time and products tell at the cut of each prefix; an empty field is not known. */
export const PREFIX_TIMES_TABLE = {
  name: 'prefix_times',
  mayBeEmpty: false,
  columns: [
    { name: 'session_key', kind: 'id', nullable: false },
    { name: 'events_after_first_add', kind: 'count', nullable: false },
    { name: 'seconds_since_first_event', kind: 'number', nullable: true },
    { name: 'seconds_since_previous_event', kind: 'number', nullable: true },
    { name: 'seconds_since_first_cart', kind: 'number', nullable: true },
    { name: 'inter_event_interval_mean', kind: 'number', nullable: true },
    { name: 'unique_items_count', kind: 'number', nullable: true },
    { name: 'repeated_views_of_cart_items', kind: 'number', nullable: true },
    { name: 'hour_of_day', kind: 'number', nullable: true },
    { name: 'day_of_week', kind: 'number', nullable: true },
  ],
} as const satisfies TableSchema;
