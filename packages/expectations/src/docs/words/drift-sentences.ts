import { value, words } from './words.ts';
import type { SentenceMaker } from './words.ts';

function threshold(measure: string, relation: string, usual: number): SentenceMaker {
  return ({ threshold: given }) =>
    words`Compared with a reference batch, ${measure} is ${relation} ${value(given ?? usual)}`;
}

/** What is expected of a column beside a reference batch, by type without `expect_column_`. */
export const DRIFT_SENTENCES: Readonly<Record<string, SentenceMaker>> = {
  population_stability_index_to_be_less_than: threshold(
    'the population stability index',
    'at most',
    0.2,
  ),
  reference_kl_divergence_to_be_less_than: threshold(
    'the Kullback-Leibler divergence',
    'at most',
    0.1,
  ),
  cramers_v_to_be_less_than: threshold("Cramer's V", 'at most', 0.1),
  chi_square_p_value_to_be_greater_than: threshold(
    'the p-value of a chi-square test',
    'above',
    0.05,
  ),
  kolmogorov_smirnov_statistic_to_be_less_than: threshold(
    'the largest gap between the distributions (Kolmogorov-Smirnov)',
    'at most',
    0.1,
  ),
  kolmogorov_smirnov_p_value_to_be_greater_than: threshold(
    'the p-value of a Kolmogorov-Smirnov test',
    'above',
    0.05,
  ),
};
