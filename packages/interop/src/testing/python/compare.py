"""Compares what exported files predict with what Convoy predicts: `compare.py FORMAT FOLDER`.

Every folder in FOLDER holds shape.json, pixels.bin and probabilities.bin, and the exported file.
Prints the largest difference of each folder as JSON.
"""

import importlib.util
import json
import sys
from pathlib import Path

import numpy


def pytorch(folder, images):
    import torch

    spec = importlib.util.spec_from_file_location("exported_" + folder.name, folder / "model.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    with torch.inference_mode():
        return module.load()(torch.from_numpy(images)).numpy()


def onnx(folder, images):
    import onnx as library
    import onnxruntime

    path = str(folder / "model.onnx")
    library.checker.check_model(path, full_check=True)
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    return session.run(["probabilities"], {"images": images.astype(numpy.float32)})[0]


def keras(folder, images):
    import keras as library

    model = library.saving.load_model(folder / "model.keras")
    return library.ops.convert_to_numpy(model(images.astype(numpy.float32), training=False))


readers = {"pytorch": pytorch, "onnx": onnx, "keras": keras}
differences = {}
for folder in sorted(Path(sys.argv[2]).iterdir()):
    shape = json.loads((folder / "shape.json").read_text())
    images = numpy.fromfile(folder / "pixels.bin", numpy.uint8).reshape(shape["images"])
    expected = numpy.fromfile(folder / "probabilities.bin", numpy.float32).reshape(-1, shape["classes"])
    found = readers[sys.argv[1]](folder, images)
    differences[folder.name] = float(numpy.abs(found - expected).max())
print(json.dumps(differences))
