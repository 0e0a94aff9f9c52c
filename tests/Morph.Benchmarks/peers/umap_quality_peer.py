#!/usr/bin/python3
"""Quality of umap-learn's maps over five seeds: one JSON line with the mean trustworthiness (k = 15) and the mean cross-validated label accuracy.

usage: umap_quality_peer.py POINTS FEATURES LABELS
POINTS  n x FEATURES 32-bit floats, row-major, without a header
LABELS  n 32-bit integers, without a header
"""
import json
import sys
import warnings

import numpy as np
import umap
from sklearn.manifold import trustworthiness
from sklearn.model_selection import cross_val_score
from sklearn.neighbors import KNeighborsClassifier

warnings.filterwarnings("ignore")


def main():
    points = np.fromfile(sys.argv[1], dtype="<f4").reshape(-1, int(sys.argv[2]))
    labels = np.fromfile(sys.argv[3], dtype="<i4")
    maps = [umap.UMAP(random_state=seed).fit_transform(points) for seed in range(1, 6)]
    print(json.dumps({
        "trustworthiness": float(np.mean([trustworthiness(points, m, n_neighbors=15) for m in maps])),
        "quality": float(np.mean([cross_val_score(KNeighborsClassifier(5), m, labels, cv=5).mean() for m in maps])),
    }))


main()
