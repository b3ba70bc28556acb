"""The peers' side: top_k.py ROWS QUERIES SIZE K, one JSON line. One thread, one query at a time."""

import json
import math
import sys
import time

import faiss
import numpy as np

rows_path, queries_path, size, k = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
rows = np.fromfile(rows_path, dtype=np.float32).reshape(-1, size)
queries = np.fromfile(queries_path, dtype=np.float32).reshape(-1, size)
faiss.omp_set_num_threads(1)


def with_numpy():
    def search(query):
        scores = rows @ query[0]
        best = np.argpartition(-scores, k)[:k]
        return best[np.argsort(-scores[best])]

    return search


def with_faiss(index):
    if not index.is_trained:
        index.train(rows)
    index.add(rows)
    return lambda query: index.search(query, k)[1][0]


def inverted_lists():
    # As many lists, and looked at, as ours by default
    lists = math.ceil(math.sqrt(len(rows)))
    index = faiss.IndexIVFFlat(faiss.IndexFlatIP(size), size, lists, faiss.METRIC_INNER_PRODUCT)
    index.nprobe = math.ceil(lists / 10)
    return with_faiss(index)


def graph():
    return with_faiss(faiss.IndexHNSWFlat(size, 32, faiss.METRIC_INNER_PRODUCT))


def measure(build, exact=None):
    began = time.perf_counter()
    search = build()
    build_seconds = time.perf_counter() - began
    for measured in (False, True):
        found, times = [], []
        for query in queries:
            began = time.perf_counter()
            result = search(query[None])
            times.append((time.perf_counter() - began) * 1000)
            found.append(result)
    hits = [len(set(one) & set(two)) for one, two in zip(found, exact or found)]
    return {
        "buildSeconds": build_seconds,
        "p50Ms": float(np.median(times)),
        "p99Ms": float(np.quantile(times, 0.99)),
        "recall": sum(hits) / (k * len(queries)),
    }, found


costs = {}
costs["numpy"], exact = measure(with_numpy)
costs["faiss flat"], _ = measure(lambda: with_faiss(faiss.IndexFlatIP(size)), exact)
costs["faiss IVF"], _ = measure(inverted_lists, exact)
costs["faiss HNSW"], _ = measure(graph, exact)
print(json.dumps(costs))
