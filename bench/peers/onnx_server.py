"""Serves an ONNX network over HTTP with Starlette and ONNX Runtime: what a Python server beside `convoy serve` looks like.

POST /predict takes UINT8 pixels, [height, width, channels] of one image, and answers {"probabilities": [...]}. Each request
runs by itself in a thread of Starlette's pool, so that the event loop stays free.

    python3 bench/peers/onnx_server.py MODEL.onnx --port 0 [--threads 1]

Prints {"event": "listening", "url": ..., "versions": ...} when it is ready.
"""

import argparse
import contextlib
import json
import platform
import socket

import numpy
import onnxruntime
import starlette
import uvicorn
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse
from starlette.routing import Route

parser = argparse.ArgumentParser()
parser.add_argument("model")
parser.add_argument("--port", type=int, default=0)
parser.add_argument("--threads", type=int, default=1, help="threads of ONNX Runtime per request")
options = parser.parse_args()

settings = onnxruntime.SessionOptions()
settings.intra_op_num_threads = options.threads
settings.inter_op_num_threads = 1
session = onnxruntime.InferenceSession(options.model, settings, providers=["CPUExecutionProvider"])
[given] = session.get_inputs()
_, *image_shape = given.shape
dtype = {"tensor(uint8)": numpy.uint8, "tensor(float)": numpy.float32}[given.type]


def infer(body: bytes) -> list:
    pixels = numpy.frombuffer(body, numpy.uint8)
    # One channel: channels-first and channels-last are the same bytes.
    images = pixels.astype(dtype).reshape(1, *image_shape)
    [probabilities] = session.run(["probabilities"], {given.name: images})
    return probabilities[0].tolist()


async def predict(request):
    body = await request.body()
    return JSONResponse({"probabilities": await run_in_threadpool(infer, body)})


# With the protocol named, asyncio turns Nagle's algorithm off; without, every answer waits 40 ms for an acknowledgment.
listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
listener.bind(("127.0.0.1", options.port))


@contextlib.asynccontextmanager
async def lifespan(app):
    versions = {
        "python": platform.python_version(),
        "starlette": starlette.__version__,
        "uvicorn": uvicorn.__version__,
        "onnxruntime": onnxruntime.__version__,
    }
    url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    print(json.dumps({"event": "listening", "url": url, "versions": versions}), flush=True)
    yield


app = Starlette(routes=[Route("/predict", predict, methods=["POST"])], lifespan=lifespan)
server = uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False))
server.run(sockets=[listener])
