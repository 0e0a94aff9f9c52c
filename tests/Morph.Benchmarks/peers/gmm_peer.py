#!/usr/bin/python3
"""scikit-learn's Gaussian mixture on pixels: one JSON line with seconds and quality.

usage: gmm_peer.py PIXELS CHANNELS given|kmeans ITERATIONS
PIXELS      n x CHANNELS unsigned 16-bit values, row-major, without a header
given       from a fixed start; kmeans: from k-means++
ITERATIONS  EM iterations; 0 for as many as a tolerance of 1e-3 takes
"""
import json
import sys
import time
import warnings

import numpy as np
from sklearn.mixture import GaussianMixture

warnings.filterwarnings("ignore")


def mixture(channels, start, iterations):
    common = dict(
        n_components=2, covariance_type="full", reg_covar=1e-6, random_state=1,
        tol=0 if iterations else 1e-3, max_iter=iterations or 1000)
    if start == "kmeans":
        return GaussianMixture(**common)
    return GaussianMixture(
        # All parameters are given, so the cheapest of its own starts is asked for.
        init_params="random_from_data",
        weights_init=[0.5, 0.5],
        means_init=[[10.0] * channels, [60.0] * channels],
        precisions_init=[np.eye(channels) * 0.005] * 2,
        **common,
    )


def main():
    path, channels, start, iterations = sys.argv[1], int(sys.argv[2]), sys.argv[3], int(sys.argv[4])
    # scikit-learn computes in double; the conversion is not timed.
    pixels = np.fromfile(path, dtype="<u2").reshape(-1, channels).astype(np.float64)
    mixture(channels, start, iterations).fit(pixels[:5000])
    model = mixture(channels, start, iterations)
    clock = time.perf_counter()
    model.fit(pixels)
    seconds = time.perf_counter() - clock
    print(json.dumps({"seconds": seconds, "quality": float(model.lower_bound_), "n_iter": int(model.n_iter_)}))


main()
