#!/usr/bin/python3
"""scikit-learn's Gaussian mixture on pixels: one JSON line with seconds and quality.

usage: gmm_peer.py PIXELS CHANNELS ITERATIONS
PIXELS      n x CHANNELS unsigned 16-bit values, row-major, without a header
ITERATIONS  EM iterations from a fixed start; 0 for a whole fit from k-means++ to a tolerance of 1e-3
"""
import json
import sys
import time
import warnings

import numpy as np
from sklearn.mixture import GaussianMixture

warnings.filterwarnings("ignore")


def mixture(channels, iterations):
    common = dict(n_components=2, covariance_type="full", reg_covar=1e-6)
    if iterations == 0:
        return GaussianMixture(tol=1e-3, max_iter=1000, random_state=1, **common)
    return GaussianMixture(
        tol=0,
        max_iter=iterations,
        # All parameters are given, so the cheapest of its own starts is asked for.
        init_params="random_from_data",
        random_state=1,
        weights_init=[0.5, 0.5],
        means_init=[[10.0] * channels, [60.0] * channels],
        precisions_init=[np.eye(channels) * 0.005] * 2,
        **common,
    )


def main():
    path, channels, iterations = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    # scikit-learn computes in double; the conversion is not timed.
    pixels = np.fromfile(path, dtype="<u2").reshape(-1, channels).astype(np.float64)
    mixture(channels, iterations).fit(pixels[:5000])
    model = mixture(channels, iterations)
    start = time.perf_counter()
    model.fit(pixels)
    seconds = time.perf_counter() - start
    print(json.dumps({"seconds": seconds, "quality": float(model.lower_bound_), "n_iter": int(model.n_iter_)}))


main()
