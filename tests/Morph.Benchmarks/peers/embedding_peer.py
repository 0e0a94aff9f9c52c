#!/usr/bin/python3
"""Times the embedding of the 128-pixel windows of one 512 x 512 field of 3 channels in PyTorch, stride 32, evaluation mode.

Includes cutting the windows out of the normalised field; no reading of images. A batch of 1 is the reference's loop.
Prints {"torch", "threads", "windows", "seconds"}.
"""
import argparse
import json
import time

import numpy
import torch
from torch import nn

CHANNELS, FIELD, SIDE, STRIDE = 3, 512, 128, 32


def network():
    layers = []
    for source, target in ((CHANNELS, 32), (32, 64), (64, 128)):
        layers += [nn.Conv2d(source, target, 3, padding=1, bias=False), nn.BatchNorm2d(target), nn.ReLU(inplace=True), nn.MaxPool2d(2)]
    layers += [nn.Conv2d(128, 256, 3, padding=1, bias=False), nn.BatchNorm2d(256), nn.ReLU(inplace=True)]
    layers += [nn.Conv2d(256, 256, 3, padding=1, bias=False)]
    layers += [nn.Conv2d(256, 512, 3, padding=1, bias=False), nn.BatchNorm2d(512), nn.ReLU(inplace=True), nn.MaxPool2d(8), nn.Flatten()]
    layers += [nn.Linear(2048, 256, bias=False), nn.BatchNorm1d(256), nn.ReLU(inplace=True), nn.Linear(256, 128, bias=False)]
    return nn.Sequential(*layers).eval()


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--threads", type=int, default=2)
    arguments.add_argument("--batch", type=int, default=1)
    arguments.add_argument("--windows", type=int, default=169)
    options = arguments.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(1)
    model = network()
    field = numpy.random.default_rng(1).normal(size=(CHANNELS, FIELD, FIELD)).astype(numpy.float32)
    axis = range(0, FIELD - SIDE + 1, STRIDE)
    positions = [(y, x) for y in axis for x in axis][:options.windows]

    def embed(size):
        rows = []
        with torch.no_grad():
            for first in range(0, len(positions), size):
                crops = [field[:, y:y + SIDE, x:x + SIDE] for y, x in positions[first:first + size]]
                rows.append(model(torch.from_numpy(numpy.stack(crops))).numpy())
        return numpy.concatenate(rows)

    def timed(size):
        began = time.perf_counter()
        embed(size)
        return time.perf_counter() - began

    with torch.no_grad():
        model(torch.randn(options.batch, CHANNELS, SIDE, SIDE))
    print(json.dumps({
        "torch": torch.__version__, "threads": torch.get_num_threads(), "windows": len(positions), "seconds": timed(options.batch)}))


if __name__ == "__main__":
    main()
