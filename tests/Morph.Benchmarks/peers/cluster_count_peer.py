#!/usr/bin/python3
"""scikit-learn's Gaussian mixtures on the points of a map, the number of components chosen by BIC: one JSON line with seconds and quality.

usage: cluster_count_peer.py POINTS FEWEST MOST
POINTS  n x 2 32-bit floats, row-major, without a header
"""
import json
import sys
import time
import warnings

import numpy as np
from sklearn.mixture import GaussianMixture

warnings.filterwarnings("ignore")


def fit(points, components):
    model = GaussianMixture(
        components, covariance_type="full", init_params="k-means++", n_init=10, max_iter=1000, tol=1e-3, reg_covar=1e-6, random_state=1)
    return model.fit(points).bic(points)


def main():
    points = np.fromfile(sys.argv[1], dtype="<f4").reshape(-1, 2).astype(np.float64)
    fit(points[:500], 2)
    start = time.perf_counter()
    least = min(fit(points, components) for components in range(int(sys.argv[2]), int(sys.argv[3]) + 1))
    print(json.dumps({"seconds": time.perf_counter() - start, "quality": float(least)}))


main()
