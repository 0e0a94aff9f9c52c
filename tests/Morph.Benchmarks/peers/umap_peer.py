#!/usr/bin/python3
"""umap-learn, warm: one JSON line with seconds and quality.

usage: umap_peer.py POINTS FEATURES LABELS seeded|unseeded
Seeded it gives the same map each time and lays it out on one core; unseeded it takes all cores.
POINTS  n x FEATURES 32-bit floats, row-major, without a header
LABELS  n 32-bit integers, without a header
The quality is the cross-validated accuracy of five neighbours in the map.
Compilation by numba is paid by two small maps before the clock starts.
"""
import json
import sys
import time
import warnings

import numpy as np
import umap
from sklearn.model_selection import cross_val_score
from sklearn.neighbors import KNeighborsClassifier

warnings.filterwarnings("ignore")

# From this size on umap-learn searches neighbours approximately, with other compiled code.
APPROXIMATE = 4096


def main():
    features = int(sys.argv[2])
    points = np.fromfile(sys.argv[1], dtype="<f4").reshape(-1, features)
    labels = np.fromfile(sys.argv[3], dtype="<i4")
    seed = 1 if sys.argv[4] == "seeded" else None
    umap.UMAP(random_state=seed, n_epochs=20).fit(points[:500])
    if len(points) >= APPROXIMATE:
        umap.UMAP(random_state=seed, n_epochs=20).fit(points[: APPROXIMATE + 10])
    start = time.perf_counter()
    model = umap.UMAP(random_state=seed).fit(points)
    seconds = time.perf_counter() - start
    accuracy = cross_val_score(KNeighborsClassifier(5), model.embedding_, labels, cv=5).mean()
    print(json.dumps({"seconds": seconds, "quality": float(accuracy)}))


main()
