const DRIFT =
  'Compare with a reference by the drift expectations of this package instead (summarise, driftSuite, DRIFT).';
const FILES = 'It looked at a file as text; this package looks at tables.';

/** Expectations that GX had once and dropped, and what to do instead. */
const DROPPED: ReadonlyMap<string, string> = new Map([
  ['expect_column_chisquare_test_p_value_to_be_greater_than', DRIFT],
  ['expect_column_bootstrapped_ks_test_p_value_to_be_greater_than', DRIFT],
  ['expect_column_parameterized_distribution_ks_test_p_value_to_be_greater_than', DRIFT],
  [
    'expect_column_pair_cramers_phi_value_to_be_less_than',
    'It measured how two columns depend on each other, which this package does not.',
  ],
  ...[
    'expect_file_hash_to_equal',
    'expect_file_line_regex_match_count_to_be_between',
    'expect_file_line_regex_match_count_to_equal',
    'expect_file_size_to_be_between',
    'expect_file_to_be_valid_json',
    'expect_file_to_exist',
    'expect_file_to_have_valid_table_header',
  ].map((type) => [type, FILES] as const),
]);

/** What became of an expectation that GX dropped; undefined for any other. */
export function whyDropped(type: string): string | undefined {
  const advice = DROPPED.get(type);
  return advice === undefined ? undefined : `Great Expectations dropped it before 1.0. ${advice}`;
}
