"""Writes a network in half precision as every format holds one: `half.keras`, `half.onnx` and `half.safetensors`.

    KERAS_BACKEND=torch python half_fixtures.py

The Keras file has one dataset in compressed chunks, as large models have. `half.json` holds three images and what the
networks, computed in float32 from the same numbers, say of them. Needs keras, torch, onnx, h5py, safetensors and numpy.
"""

import json
import pathlib
import zipfile

import h5py
import keras
import numpy
import onnx
import torch
from onnx import TensorProto, helper
from safetensors.torch import save_file

fixtures = pathlib.Path(__file__).parent.parent / "fixtures"
keras.utils.set_random_seed(3)
torch.manual_seed(3)


def save_keras(images):
    keras.config.set_dtype_policy("float16")
    half = keras.Sequential(
        [
            keras.layers.Input((4, 4, 1)),
            keras.layers.Rescaling(1 / 255),
            keras.layers.Conv2D(2, 3, activation="relu"),
            keras.layers.Flatten(),
            keras.layers.Dense(3, activation="softmax"),
        ]
    )
    plain = fixtures / "plain.keras"
    half.save(plain)
    with zipfile.ZipFile(plain) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    plain.unlink()
    weights = fixtures / "half.h5"
    weights.write_bytes(parts["model.weights.h5"])
    with h5py.File(weights, "a") as file:
        path = "layers/dense/vars/0"
        value = file[path][()]
        assert value.dtype == numpy.float16, value.dtype
        del file[path]
        file.create_dataset(path, data=value, chunks=(3, 3), compression="gzip", shuffle=True, fletcher32=True)
    parts["model.weights.h5"] = weights.read_bytes()
    weights.unlink()
    with zipfile.ZipFile(fixtures / "half.keras", "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(zipfile.ZipInfo(name), part, zipfile.ZIP_DEFLATED)
    x = torch.from_numpy(images.transpose(0, 3, 1, 2)).float() / 255
    kernel, bias, dense, head = [torch.from_numpy(numpy.asarray(w).astype("f4")) for w in half.get_weights()]
    x = torch.relu(torch.nn.functional.conv2d(x, kernel.permute(3, 2, 0, 1), bias))
    return torch.softmax(x.permute(0, 2, 3, 1).flatten(1) @ dense + head, 1)


def save_pytorch(images):
    kernel, bias = torch.randn(2, 1, 3, 3), torch.randn(2)
    dense, head = torch.randn(3, 8) / 3, torch.randn(3)
    state = {"conv.weight": kernel.half(), "conv.bias": bias.bfloat16(), "fc.weight": dense.bfloat16(), "fc.bias": head.half()}
    save_file(state, fixtures / "half.safetensors")
    save_onnx(state)
    x = torch.from_numpy(images.transpose(0, 3, 1, 2)).float() / 255
    x = torch.relu(torch.nn.functional.conv2d(x, state["conv.weight"].float(), state["conv.bias"].float()))
    return torch.softmax(torch.nn.functional.linear(x.flatten(1), state["fc.weight"].float(), state["fc.bias"].float()), 1)


def save_onnx(state):
    """Weights in half precision, one of them cast before it is used; numbers as raw bytes and in `int32_data`."""

    def constant(name):
        value = state[name]
        bits = value.view(torch.int16).numpy().view(numpy.uint16)
        kind = TensorProto.FLOAT16 if value.dtype == torch.float16 else TensorProto.BFLOAT16
        tensor = TensorProto(name=name, data_type=kind, dims=value.shape)
        if name.endswith("bias"):
            tensor.int32_data.extend(int(b) for b in bits.ravel())
        else:
            tensor.raw_data = bits.astype("<u2").tobytes()
        return tensor

    nodes = [
        helper.make_node("Cast", ["images"], ["half"], to=TensorProto.FLOAT16),
        helper.make_node("Cast", ["conv.bias"], ["bias"], to=TensorProto.FLOAT16),
        helper.make_node("Conv", ["half", "conv.weight", "bias"], ["maps"]),
        helper.make_node("Relu", ["maps"], ["active"]),
        helper.make_node("Flatten", ["active"], ["flat"]),
        helper.make_node("Cast", ["fc.weight"], ["weight"], to=TensorProto.FLOAT16),
        helper.make_node("Gemm", ["flat", "weight", "fc.bias"], ["logits"], transB=1),
        helper.make_node("Cast", ["logits"], ["wide"], to=TensorProto.FLOAT),
        helper.make_node("Softmax", ["wide"], ["probabilities"], axis=1),
    ]
    graph = helper.make_graph(
        nodes,
        "half",
        [helper.make_tensor_value_info("images", TensorProto.FLOAT, ["n", 1, 4, 4])],
        [helper.make_tensor_value_info("probabilities", TensorProto.FLOAT, ["n", 3])],
        [constant(name) for name in state],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)])
    onnx.checker.check_model(model)
    onnx.save(model, fixtures / "half.onnx")


images = numpy.random.default_rng(3).integers(0, 256, (3, 4, 4, 1)).astype("uint8")
said = {"keras": save_keras(images), "pytorch": save_pytorch(images)}
result = {name: [round(float(p), 7) for p in tensor.ravel()] for name, tensor in said.items()}
result["images"] = images.ravel().tolist()
(fixtures / "half.json").write_text(json.dumps(result) + "\n")
