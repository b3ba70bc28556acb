"""Computes known-answers.json: python known-answers.py > known-answers.json (scipy 1.17.1, numpy).

The samples are made of integers by formulas that known-answers.test.ts repeats, so no data is kept.
"""

import json

import numpy as np
from scipy import stats


def sample(size, step, modulus, scale, shift):
    return np.array([((i * step) % modulus) / scale + shift for i in range(size)])


def by_bin(reference, current, bins):
    """Counts by the quantiles of the reference: the least value with a share of at least k / bins."""
    ordered = np.sort(reference)
    ranks = [int(np.ceil(len(ordered) * k / bins - 1e-9)) for k in range(1, bins)]
    edges = sorted({ordered[rank - 1] for rank in ranks} - {ordered[-1]})
    cut = [-np.inf, *edges, np.inf]
    count = lambda values: [int(((values > a) & (values <= b)).sum()) for a, b in zip(cut, cut[1:])]
    return count(current), count(reference)


def psi(current, reference):
    p, q = (np.maximum(np.array(c) / np.sum(c), 1e-4) for c in (current, reference))
    return float(np.sum((p - q) * np.log(p / q)))


def kl(current, reference):
    p, q = (np.maximum(np.array(c) / np.sum(c), 1e-4) for c in (current, reference))
    return float(stats.entropy(p, q))


def chi_square(current, reference):
    table = np.array([current, reference])
    table = table[:, table.sum(axis=0) > 0]
    found = stats.chi2_contingency(table, correction=False)
    v = stats.contingency.association(table, method="cramer", correction=False)
    return {
        "statistic": float(found.statistic),
        "degrees": int(found.dof),
        "pValue": float(found.pvalue),
        "cramersV": float(v),
    }


NUMBERS = {
    "small": [[60, 53, 97, 9, 0], [80, 37, 101, 10, 0.3]],
    "alike": [[200, 53, 997, 9, 0], [150, 37, 991, 9, 0]],
    "many": [[5000, 53, 9973, 90, 0], [4000, 37, 9967, 91, 1]],
    "moved": [[300, 53, 997, 90, 0], [200, 37, 991, 90, 2]],
    "ties": [[500, 3, 7, 1, 0], [400, 5, 9, 1, 0]],
}

numbers = {}
for name, (reference_of, current_of) in NUMBERS.items():
    reference, current = sample(*reference_of), sample(*current_of)
    m, n = len(current), len(reference)
    exact = stats.ks_2samp(current, reference, method="exact")
    d = float(exact.statistic)
    counts = by_bin(reference, current, 10)
    numbers[name] = {
        "reference": reference_of,
        "current": current_of,
        "ksStatistic": d,
        "ksExact": float(exact.pvalue),
        "ksLimit": float(stats.kstwobign.sf(d * np.sqrt(m * n / (m + n)))),
        "counts": counts,
        "psi": psi(*counts),
        "kl": kl(*counts),
        "chiSquare": chi_square(*counts),
    }

CATEGORIES = {
    "moved": [[30, 50, 20], [10, 60, 40]],
    "a new one": [[30, 50, 0], [10, 60, 40]],
    "none left": [[0, 50, 20], [10, 60, 40]],
    "the same": [[10, 20, 30], [100, 200, 300]],
}

categories = {
    name: {
        "reference": reference,
        "current": current,
        "psi": psi(current, reference),
        "kl": kl(current, reference),
        "chiSquare": chi_square(current, reference),
    }
    for name, (reference, current) in CATEGORIES.items()
}

tails = [[x, k, float(stats.chi2.sf(x, k))] for k in (1, 2, 5, 30, 200) for x in (0.1, 1, 10, 60, 300)]

print(json.dumps({"numbers": numbers, "categories": categories, "chiSquareTails": tails}, indent=2))
