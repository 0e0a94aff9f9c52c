#!/usr/bin/python3
"""Times the embedding of the 128-pixel windows of all fields of a folder in PyTorch, stride 32, evaluation mode.

IMAGES holds fields of 3 channels as FIELD-CHANNEL.png. Includes reading them, normalising, and cutting the windows out; a batch of 1 is the reference's loop.
Prints {"torch", "threads", "fields", "windows", "seconds"}.
"""
import argparse
import json
import pathlib
import time

import numpy
import torch
from PIL import Image
from torch import nn

CHANNELS, SIDE, STRIDE = 3, 128, 32


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
    arguments.add_argument("images")
    arguments.add_argument("--threads", type=int, default=2)
    arguments.add_argument("--batch", type=int, default=1)
    options = arguments.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(1)
    model = network()
    fields = {}
    for path in sorted(pathlib.Path(options.images).glob("*.png")):
        fields.setdefault(path.stem.rpartition("-")[0], []).append(path)

    def embed(paths):
        field = numpy.stack([numpy.asarray(Image.open(path)) for path in paths]).astype(numpy.float32)
        field = (field - 20) / 30
        positions = [(y, x) for y in range(0, field.shape[1] - SIDE + 1, STRIDE) for x in range(0, field.shape[2] - SIDE + 1, STRIDE)]
        rows = []
        for first in range(0, len(positions), options.batch):
            crops = [field[:, y:y + SIDE, x:x + SIDE] for y, x in positions[first:first + options.batch]]
            rows.append(model(torch.from_numpy(numpy.stack(crops))).numpy())
        return numpy.concatenate(rows)

    with torch.no_grad():
        model(torch.randn(options.batch, CHANNELS, SIDE, SIDE))
        began = time.perf_counter()
        windows = sum(len(embed(paths)) for paths in fields.values())
        seconds = time.perf_counter() - began
    print(json.dumps({"torch": torch.__version__, "threads": torch.get_num_threads(), "fields": len(fields), "windows": windows, "seconds": seconds}))


if __name__ == "__main__":
    main()
