// Generated from the declarations: remove it, and test/fluent/hover-docs.test.ts writes it anew.

/** What editors show of the methods of each subject. */
export interface MethodDocs {
  readonly column: {
    /**
     * Sessions have, on average, a number of rows in a range.
     *
     * `expect_average_session_length_to_be_between`
     */
    readonly averageSessionLengthToBeBetween: unknown;
    /**
     * Every distinct value of the column is in a set.
     *
     * `expect_column_distinct_values_to_be_in_set`
     */
    readonly distinctValuesToBeInSet: unknown;
    /**
     * Every value of a set occurs in the column.
     *
     * `expect_column_distinct_values_to_contain_set`
     */
    readonly distinctValuesToContainSet: unknown;
    /**
     * The distinct values of the column are exactly a set.
     *
     * `expect_column_distinct_values_to_equal_set`
     */
    readonly distinctValuesToEqualSet: unknown;
    /**
     * The Kullback-Leibler divergence of the column from a partition is below a threshold.
     *
     * `expect_column_kl_divergence_to_be_less_than`
     */
    readonly klDivergenceToBeLessThan: unknown;
    /**
     * The greatest value of the column lies in a range.
     *
     * `expect_column_max_to_be_between`
     */
    readonly maxToBeBetween: unknown;
    /**
     * The mean of the column lies in a range.
     *
     * `expect_column_mean_to_be_between`
     */
    readonly meanToBeBetween: unknown;
    /**
     * The median of the column lies in a range.
     *
     * `expect_column_median_to_be_between`
     */
    readonly medianToBeBetween: unknown;
    /**
     * The least value of the column lies in a range.
     *
     * `expect_column_min_to_be_between`
     */
    readonly minToBeBetween: unknown;
    /**
     * The most common value of the column is in a set.
     *
     * `expect_column_most_common_value_to_be_in_set`
     */
    readonly mostCommonValueToBeInSet: unknown;
    /**
     * The share of rows with a value lies in a range.
     *
     * `expect_column_proportion_of_non_null_values_to_be_between`
     */
    readonly proportionOfNonNullValuesToBeBetween: unknown;
    /**
     * The distinct values of the column, per value, lie in a range.
     *
     * `expect_column_proportion_of_unique_values_to_be_between`
     */
    readonly proportionOfUniqueValuesToBeBetween: unknown;
    /**
     * Quantiles of the column lie in ranges.
     *
     * `expect_column_quantile_values_to_be_between`
     */
    readonly quantileValuesToBeBetween: unknown;
    /**
     * The sample standard deviation of the column lies in a range.
     *
     * `expect_column_stdev_to_be_between`
     */
    readonly stdevToBeBetween: unknown;
    /**
     * The sum of the column lies in a range.
     *
     * `expect_column_sum_to_be_between`
     */
    readonly sumToBeBetween: unknown;
    /**
     * The table has a column.
     *
     * `expect_column_to_exist`
     */
    readonly toExist: unknown;
    /**
     * The column has exactly the type named, by the schema.
     *
     * `expect_column_type_to_be`
     */
    readonly typeToBe: unknown;
    /**
     * The number of distinct values of the column lies in a range.
     *
     * `expect_column_unique_value_count_to_be_between`
     */
    readonly uniqueValueCountToBeBetween: unknown;
    /**
     * The lengths of the values, as text, lie in a range.
     *
     * `expect_column_value_lengths_to_be_between`
     */
    readonly valueLengthsToBeBetween: unknown;
    /**
     * The lengths of the values, as text, equal a number.
     *
     * `expect_column_value_lengths_to_equal`
     */
    readonly valueLengthsToEqual: unknown;
    /**
     * The z-scores of the column are less than a threshold.
     *
     * `expect_column_value_z_scores_to_be_less_than`
     */
    readonly valueZScoresToBeLessThan: unknown;
    /**
     * The values of the column lie in a range.
     *
     * `expect_column_values_to_be_between`
     */
    readonly valuesToBeBetween: unknown;
    /**
     * The values of the column are texts that read as dates.
     *
     * `expect_column_values_to_be_dateutil_parseable`
     */
    readonly valuesToBeDateutilParseable: unknown;
    /**
     * The values of the column are decreasing, in the order of the rows.
     *
     * `expect_column_values_to_be_decreasing`
     */
    readonly valuesToBeDecreasing: unknown;
    /**
     * The values of the column are members of a set.
     *
     * `expect_column_values_to_be_in_set`
     */
    readonly valuesToBeInSet: unknown;
    /**
     * The type of the column is one of a list.
     *
     * `expect_column_values_to_be_in_type_list`
     */
    readonly valuesToBeInTypeList: unknown;
    /**
     * The values of the column are increasing, in the order of the rows.
     *
     * `expect_column_values_to_be_increasing`
     */
    readonly valuesToBeIncreasing: unknown;
    /**
     * The values of the column are texts that hold JSON.
     *
     * `expect_column_values_to_be_json_parseable`
     */
    readonly valuesToBeJsonParseable: unknown;
    /**
     * The values of the column are null.
     *
     * `expect_column_values_to_be_null`
     */
    readonly valuesToBeNull: unknown;
    /**
     * The type of the column is the one named.
     *
     * `expect_column_values_to_be_of_type`
     */
    readonly valuesToBeOfType: unknown;
    /**
     * The values of the column are unique.
     *
     * `expect_column_values_to_be_unique`
     */
    readonly valuesToBeUnique: unknown;
    /**
     * The values of the column are texts that hold JSON that fits a JSON Schema.
     *
     * `expect_column_values_to_match_json_schema`
     */
    readonly valuesToMatchJsonSchema: unknown;
    /**
     * The values of the column fit a LIKE pattern.
     *
     * `expect_column_values_to_match_like_pattern`
     */
    readonly valuesToMatchLikePattern: unknown;
    /**
     * The values of the column fit any or all of some LIKE patterns.
     *
     * `expect_column_values_to_match_like_pattern_list`
     */
    readonly valuesToMatchLikePatternList: unknown;
    /**
     * A regular expression is found in the values of the column.
     *
     * `expect_column_values_to_match_regex`
     */
    readonly valuesToMatchRegex: unknown;
    /**
     * Any or all of some regular expressions are found in the values of the column.
     *
     * `expect_column_values_to_match_regex_list`
     */
    readonly valuesToMatchRegexList: unknown;
    /**
     * The values of the column are texts in a date format.
     *
     * `expect_column_values_to_match_strftime_format`
     */
    readonly valuesToMatchStrftimeFormat: unknown;
    /**
     * The values of the column are not members of a set.
     *
     * `expect_column_values_to_not_be_in_set`
     */
    readonly valuesToNotBeInSet: unknown;
    /**
     * The values of the column are not null.
     *
     * `expect_column_values_to_not_be_null`
     */
    readonly valuesToNotBeNull: unknown;
    /**
     * The values of the column are not outliers.
     *
     * `expect_column_values_to_not_be_outliers`
     */
    readonly valuesToNotBeOutliers: unknown;
    /**
     * The values of the column do not fit a LIKE pattern.
     *
     * `expect_column_values_to_not_match_like_pattern`
     */
    readonly valuesToNotMatchLikePattern: unknown;
    /**
     * The values of the column fit none of some LIKE patterns.
     *
     * `expect_column_values_to_not_match_like_pattern_list`
     */
    readonly valuesToNotMatchLikePatternList: unknown;
    /**
     * A regular expression is not found in the values of the column.
     *
     * `expect_column_values_to_not_match_regex`
     */
    readonly valuesToNotMatchRegex: unknown;
    /**
     * None of some regular expressions is found in the values of the column.
     *
     * `expect_column_values_to_not_match_regex_list`
     */
    readonly valuesToNotMatchRegexList: unknown;
  };
  readonly columns: {
    /**
     * The values of some columns together are unique to each row.
     *
     * `expect_compound_columns_to_be_unique`
     */
    readonly compoundColumnsToBeUnique: unknown;
    /**
     * The values of some columns are unique within each row.
     *
     * `expect_select_column_values_to_be_unique_within_record`
     */
    readonly selectColumnValuesToBeUniqueWithinRecord: unknown;
    /**
     * The values of some columns add up to a number in each row.
     *
     * `expect_multicolumn_sum_to_equal`
     */
    readonly sumToEqual: unknown;
    /**
     * The values of some columns are equal within each row.
     *
     * `expect_multicolumn_values_to_be_equal`
     */
    readonly valuesToBeEqual: unknown;
    /**
     * The values of some columns are unique within each row.
     *
     * `expect_multicolumn_values_to_be_unique`
     */
    readonly valuesToBeUnique: unknown;
  };
  readonly pair: {
    /**
     * The values of column A are greater than those of column B, row by row.
     *
     * `expect_column_pair_values_a_to_be_greater_than_b`
     */
    readonly valuesAToBeGreaterThanB: unknown;
    /**
     * The values of two columns are equal, row by row.
     *
     * `expect_column_pair_values_to_be_equal`
     */
    readonly valuesToBeEqual: unknown;
    /**
     * The pairs of values of two columns are members of a set.
     *
     * `expect_column_pair_values_to_be_in_set`
     */
    readonly valuesToBeInSet: unknown;
  };
  readonly table: {
    /**
     * The number of columns lies in a range.
     *
     * `expect_table_column_count_to_be_between`
     */
    readonly columnCountToBeBetween: unknown;
    /**
     * The number of columns equals a number.
     *
     * `expect_table_column_count_to_equal`
     */
    readonly columnCountToEqual: unknown;
    /**
     * The columns of the table are exactly these, in this order.
     *
     * `expect_table_columns_to_match_ordered_list`
     */
    readonly columnsToMatchOrderedList: unknown;
    /**
     * The columns of the table are these, in any order.
     *
     * `expect_table_columns_to_match_set`
     */
    readonly columnsToMatchSet: unknown;
    /**
     * A query over the table finds the rows that a query over another table finds.
     *
     * `expect_query_results_to_match_comparison`
     */
    readonly queryResultsToMatchComparison: unknown;
    /**
     * The number of rows lies in a range.
     *
     * `expect_table_row_count_to_be_between`
     */
    readonly rowCountToBeBetween: unknown;
    /**
     * The number of rows equals a number.
     *
     * `expect_table_row_count_to_equal`
     */
    readonly rowCountToEqual: unknown;
    /**
     * The number of rows equals that of another table.
     *
     * `expect_table_row_count_to_equal_other_table`
     */
    readonly rowCountToEqualOtherTable: unknown;
    /**
     * A query for rows that should not be there finds none.
     *
     * `unexpected_rows_expectation`
     */
    readonly unexpectedRowsExpectation: unknown;
  };
}

/** What editors show of kwargs. */
export interface KwargDocs {
  /**
   * Whether values that do not compare with the bounds fail, in place of an error (0.13).
   */
  readonly allowCrossTypeComparisons: unknown;
  /**
   * How a quantile between two values is taken, as in pandas; quantiles are exact, so leave it out.
   */
  readonly allowRelativeError: unknown;
  /**
   * The query over the batch, `{batch}`, whose rows are compared.
   */
  readonly baseQuery: unknown;
  /**
   * Whether values are counted in the bins of the partition.
   */
  readonly bucketizeData: unknown;
  /**
   * The name of the column.
   */
  readonly column: unknown;
  /**
   * The name of the first column.
   */
  readonly columnA: unknown;
  /**
   * The name of the second column.
   */
  readonly columnB: unknown;
  /**
   * The position that the column must have, from 0.
   */
  readonly columnIndex: unknown;
  /**
   * The names of the columns.
   */
  readonly columnList: unknown;
  /**
   * The names of the columns, in any order.
   */
  readonly columnSet: unknown;
  /**
   * The name among `tables` of the table to compare with.
   */
  readonly comparisonDataSourceName: unknown;
  /**
   * The query over the other table whose rows are compared.
   */
  readonly comparisonQuery: unknown;
  /**
   * Whether values far below the mean fail too (true).
   */
  readonly doubleSided: unknown;
  /**
   * A letter after which `%`, `_` and brackets stand for themselves.
   */
  readonly escape: unknown;
  /**
   * Whether other columns than these fail too (true).
   */
  readonly exactMatch: unknown;
  /**
   * Which rows are not checked, by the values that they miss.
   */
  readonly ignoreRowIf: unknown;
  /**
   * The weight given to inner bins that the partition has empty, from 0 to 1.
   */
  readonly internalWeightHoldout: unknown;
  /**
   * The JSON Schema that each value, parsed, must fit.
   */
  readonly jsonSchema: unknown;
  /**
   * The LIKE pattern: `%` is any text, `_` any letter.
   */
  readonly likePattern: unknown;
  /**
   * LIKE patterns: `%` is any text, `_` any letter.
   */
  readonly likePatternList: unknown;
  /**
   * Whether a value must match any or all of the patterns.
   */
  readonly matchOn: unknown;
  /**
   * The upper bound; none where it is left out or null.
   */
  readonly maxValue: unknown;
  /**
   * How outliers are told: `iqr`, the interquartile range, or `std`, the standard deviation.
   */
  readonly method: unknown;
  /**
   * The lower bound; none where it is left out or null.
   */
  readonly minValue: unknown;
  /**
   * The share of values that must pass, from 0 to 1 (1).
   */
  readonly mostly: unknown;
  /**
   * Whether `mostly` is a share of all rows, of which missing ones fail (false).
   */
  readonly mostlyCountsNulls: unknown;
  /**
   * How many ranges or deviations a value may be away.
   */
  readonly multiplier: unknown;
  /**
   * Whether equal values pass too (false).
   */
  readonly orEqual: unknown;
  /**
   * The name among `tables` of the other table.
   */
  readonly otherTableName: unknown;
  /**
   * What is expected: `values` or `bins`, and their `weights`.
   */
  readonly partitionObject: unknown;
  /**
   * `quantiles` from 0 to 1, and `value_ranges`: the bounds of each.
   */
  readonly quantileRanges: unknown;
  /**
   * The regular expression, as Python reads it; it may match anywhere in the text.
   */
  readonly regex: unknown;
  /**
   * Regular expressions, as Python reads them; they may match anywhere in the text.
   */
  readonly regexList: unknown;
  /**
   * The format of dates, in strftime's marks, such as `%Y-%m-%d`.
   */
  readonly strftimeFormat: unknown;
  /**
   * Whether the upper bound itself fails (false).
   */
  readonly strictMax: unknown;
  /**
   * Whether the lower bound itself fails (false).
   */
  readonly strictMin: unknown;
  /**
   * Whether equal neighbours fail (false).
   */
  readonly strictly: unknown;
  /**
   * The sum that the columns of each row must have.
   */
  readonly sumTotal: unknown;
  /**
   * The weight given to what is beyond the bins, from 0 to 1.
   */
  readonly tailWeightHoldout: unknown;
  /**
   * The bound of the number that is measured.
   */
  readonly threshold: unknown;
  /**
   * Whether other values may be as common as those of the set (false).
   */
  readonly tiesOkay: unknown;
  /**
   * The name of the type, in DuckDB, pandas, Spark or SQL.
   */
  readonly type: unknown;
  /**
   * Names of types, in DuckDB, pandas, Spark or SQL.
   */
  readonly typeList: unknown;
  /**
   * A query over the batch, `{batch}`, that must find no row.
   */
  readonly unexpectedRowsQuery: unknown;
  /**
   * The number that is expected.
   */
  readonly value: unknown;
  /**
   * Pairs of values that are allowed.
   */
  readonly valuePairsSet: unknown;
  /**
   * The values of the set; any value where it is null.
   */
  readonly valueSet: unknown;
}
