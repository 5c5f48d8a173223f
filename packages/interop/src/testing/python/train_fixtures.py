"""Trains two tiny networks, one in Keras and one in PyTorch, and writes them to the folder `fixtures` beside this one.

    KERAS_BACKEND=torch python train_fixtures.py

Images are 8 x 8 with a bright bar that lies, stands or leans, and noise. `bars.json` holds test images and labels, and
what each network says of them in the tool that made it. Needs keras, torch, onnx, safetensors and numpy.
"""

import base64
import json
import pathlib
from collections import OrderedDict

import keras
import numpy
import torch
from safetensors.torch import save_file
from torch import nn

fixtures = pathlib.Path(__file__).parent.parent / "fixtures"
numpy.random.seed(1)
keras.utils.set_random_seed(1)
torch.manual_seed(1)


def draw(count):
    labels = numpy.random.randint(0, 3, count)
    images = numpy.random.randint(0, 160, (count, 8, 8, 1))
    for image, label in zip(images, labels):
        at = numpy.random.randint(1, 7)
        for i in range(8):
            y, x = [(at, i), (i, at), (i, (i + at) % 8)][label]
            image[y, x] = numpy.random.randint(120, 256)
    return images.astype("uint8"), labels


def report(probabilities, labels):
    accuracy = float((probabilities.argmax(1) == labels).mean())
    return {"accuracy": accuracy, "probabilities": [round(float(p), 7) for p in probabilities.ravel()]}


def train_keras(images, labels, test):
    model = keras.Sequential(
        [
            keras.layers.Input((8, 8, 1)),
            keras.layers.Rescaling(1 / 255),
            keras.layers.Conv2D(4, 3, padding="same", activation="relu"),
            keras.layers.BatchNormalization(momentum=0.9),
            keras.layers.MaxPooling2D(2),
            keras.layers.Conv2D(4, 2, activation="gelu"),
            keras.layers.Flatten(),
            keras.layers.Dropout(0.1),
            keras.layers.Dense(3, activation="softmax"),
        ]
    )
    model.compile(keras.optimizers.Adam(5e-3), "sparse_categorical_crossentropy")
    model.fit(images, labels, epochs=6, batch_size=32, verbose=0)
    model.compile()
    model.save(fixtures / "bars.keras")
    return model.predict(test, verbose=0)


class Bars(nn.Module):
    def __init__(self):
        super().__init__()
        self.features = nn.Sequential(
            OrderedDict(
                conv1=nn.Conv2d(1, 4, 3, padding=1, bias=False),
                bn1=nn.BatchNorm2d(4),
                act1=nn.GELU(),
                pool=nn.AvgPool2d(2),
                conv2=nn.Conv2d(4, 4, 2),
                act2=nn.ReLU(),
            )
        )
        self.fc = nn.Linear(36, 3)

    def forward(self, x):
        return self.fc(self.features(x).flatten(1))


def train_pytorch(images, labels, test):
    def prepare(pixels):
        return (torch.from_numpy(pixels).permute(0, 3, 1, 2).float() / 255 - 0.3) / 0.5

    model = Bars()
    optimizer = torch.optim.Adam(model.parameters(), 5e-3)
    x, y = prepare(images), torch.from_numpy(labels)
    for _ in range(6):
        for at in torch.randperm(len(x)).split(32):
            optimizer.zero_grad()
            nn.functional.cross_entropy(model(x[at]), y[at]).backward()
            optimizer.step()
    model.eval()
    save_file(model.state_dict(), fixtures / "bars.safetensors")
    example = (torch.zeros(1, 1, 8, 8),)
    torch.onnx.export(model, example, fixtures / "bars.onnx", dynamo=False, opset_version=17)
    with torch.no_grad():
        return torch.softmax(model(prepare(test)), 1).numpy()


images, labels = draw(600)
test, truth = draw(40)
result = {
    "images": base64.b64encode(test.tobytes()).decode(),
    "labels": truth.tolist(),
    "keras": report(train_keras(images, labels, test), truth),
    "pytorch": report(train_pytorch(images, labels, test), truth),
}
(fixtures / "bars.json").write_text(json.dumps(result) + "\n")
