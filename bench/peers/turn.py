"""What every PyTorch peer does with its step: warm up, wait for the start, count images for some seconds.

The last line it prints is JSON: {"imagesPerSecond": ...}. With --wait it first prints a line {"ready": ...} and begins
when a line comes on standard input, so that several processes measure the same stretch of time.
"""
import argparse, json, sys, time


def arguments(**extra):
    parser = argparse.ArgumentParser()
    parser.add_argument('work', choices=['train', 'inference'])
    parser.add_argument('--seconds', type=float, default=10)
    parser.add_argument('--warmup-seconds', type=float, default=1)
    parser.add_argument('--batch-size', type=int, default=256)
    parser.add_argument('--wait', action='store_true')
    for name, default in extra.items():
        parser.add_argument('--' + name, type=type(default), default=default)
    return parser.parse_args()


def measure(step, images_a_step, options, parameters):
    # Never fewer than two steps: the first one allocates.
    run(step, options.warmup_seconds, at_least=2)
    if options.wait:
        print(json.dumps({'ready': {'parameters': parameters}}), flush=True)
        if not sys.stdin.readline():
            sys.exit(1)  # whoever started this is gone
    steps, seconds = run(step, options.seconds, at_least=1)
    print(json.dumps({'imagesPerSecond': steps * images_a_step / seconds}), flush=True)


def run(step, seconds, at_least):
    start, done = time.perf_counter(), 0
    while done < at_least or time.perf_counter() - start < seconds:
        step(done)
        done += 1
    return done, time.perf_counter() - start
