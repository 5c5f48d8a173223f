import { presetNames } from '@convoy/core';
import { datasetNames } from '@convoy/core/node';
import { afterAll, expect, it } from 'vitest';
import { convoy, workFolder } from './convoy.ts';

const folder = workFolder();
afterAll(folder.remove);

const commands = [
  'quickstart',
  'train',
  'resume',
  'evaluate',
  'predict',
  'serve',
  'summary',
  'data list',
  'data download',
  'data verify',
  'doctor',
  'bench train',
  'bench inference',
  'bench scaling',
  'bench kernels',
  'completion',
  'recipes',
];

async function help(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await convoy([...args, '--help'], folder.path);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return stdout;
}

it('lists every command', async () => {
  const text = await help();
  expect(text).toMatchInlineSnapshot(`
    "Usage: convoy [options] [command]

    Trains ensembles of convolutional networks on every core and averages their predictions.

    Options:
      -V, --version             print the version
      -h, --help                show help

    Train:
      quickstart                Train three small networks on two workers, and suggest what to try next.
      train                     Train an ensemble and save it as a run.
      resume <run>              Resume an interrupted run. The result is bit-identical to an
                                uninterrupted one.
      status <run>              Show the progress of a run.
      pause <run>               Pause a run: no batch begins until it continues.
      continue <run>            Continue a paused run.
      stop <run>                Stop a run as Ctrl-C does: it writes checkpoints and ends.
      recipes                   List the recipes: complete, named trainings and their measured results.

    Use a run:
      evaluate <run>            Measure an ensemble and each of its members on a dataset.
      predict <run> <image...>  Classify PNG, JPEG or WebP images of any size, with the vote of each
                                member.
      serve <model...>          Serve the predictions of runs over HTTP, with batching across requests.
      report <run>              Write the report of a run again: curves, mistakes, and what the network
                                sees.
      compare <run...>          Compare runs: their metrics, their curves, and how they were configured.
      export <run>              Write an ensemble as ONNX, safetensors, Keras or PyTorch.
      import <file...>          Make a run of networks from ONNX, Keras or safetensors files.

    Inspect:
      summary                   Print a model's layers, parameters, multiply-adds, receptive fields and
                                memory.
      data                      List, download and verify datasets.
      doctor                    Check this machine, and say how to fix what is missing.
      bench                     Measure how fast this machine trains and predicts.
      completion <shell>        Print the script that completes convoy commands in bash, zsh or fish.
      help [command]            Show help for a command.

    Examples:
      convoy quickstart
      convoy train --dataset glyphs --model lecture-cnn --members 3 --workers 2
      convoy train --dataset ./flowers
      convoy help train

    Exit codes: 0 done, 1 failed, 2 wrong usage, 130 interrupted.
    "
  `);
  for (const command of commands) expect(text).toContain(`\n  ${command.split(' ')[0]} `);
});

it('of train shows every option, its default and an example', async () => {
  const text = await help('train');
  expect(text).toMatchInlineSnapshot(`
    "Usage: convoy train [options]

    Train an ensemble and save it as a run.

    Model and data:
      --recipe <name>                   mnist-strong, convnetjs-cifar, airbench-quarter, airbench: a
                                        complete training; other options win over it
      --dataset <name>                  mnist, cifar10, glyphs, or a folder of your own images:
                                        ./flowers
      --model <name>                    lecture-cnn, lecture-dense, lenet5, mnist-strong,
                                        convnetjs-cifar, airbench, airbench-quarter; several, separated
                                        by commas, are taken in turn
      --modules <files>                 modules that define your own layers or losses, separated by
                                        commas
      --config <file>                   JSON file of options, { "batchSize": 128 }, or a run.json; flags
                                        win over it

    Image folders:
      --image-size <pixels>             resize every image to 64 or 96x64 pixels (default: their own
                                        size)
      --channels <n>                    1 for gray, 3 for color (default: 1 if every image is gray)
      --test-split <part>               part to test on, of a folder without train and test (default:
                                        1/6)
      --split-seed <n>                  seed of the choice of test images (default: 0)
      --max-pixels <n>                  refuse images of more pixels (default: 64e6)
      --skip-unreadable                 leave out images that cannot be read, and list them

    Training:
      --epochs <n>                      training epochs; fractions allowed, e.g. 9.9 (default: 3)
      --batch-size <n>                  images per step (default: 256)
      --drop-remainder                  leave out the images that do not fill the last batch of an epoch
      --validation-split <part>         last part of the training images, set aside for validation
                                        (default: 1/6)
      --train-count <n>                 train on n of the training images, drawn by the seed (default:
                                        all)
      --augmentation <names>            any of flip, crop, translation, rotation, zoom, cutout,
                                        separated by commas; rotation=15 (default: none)
      --augmentation-strength <factor>  multiplies their strength (default: 1)
      --optimizer <name>                sgd, rmsprop, adam, adamw, adadelta, nadam, adagrad, lion, lamb
                                        (default: rmsprop)
      --learning-rate <rate>            learning rate (default: the optimizer's, as in Keras)
      --schedule <name>                 course of the learning rate: constant, cosine, warmup-cosine,
                                        linear, one-cycle
      --weight-decay <part>             decoupled weight decay, such as 1e-4 (default: the optimizer's)
      --momentum <part>                 momentum of sgd, such as 0.9 (default: 0)
      --loss <name>                     categoricalCrossentropy, sparseCategoricalCrossentropy (default:
                                        categoricalCrossentropy)
      --label-smoothing <part>          share of each target that is spread over all classes (default:
                                        0)
      --class-weight <weights>          balanced, or weights by class, such as 0=1,1=3.5 (default: all
                                        count the same)
      --start-from <run>                start from the weights of another run: layers of the same name
                                        and shape
      --freeze <layers>                 layers that are not trained, by name, separated by commas
      --weights <which>                 weights that each member keeps: its best epoch's, or its last:
                                        best, last (default: best)
      --monitor <metric>                what is best: valLoss, valAccuracy, loss, accuracy (default:
                                        valLoss)
      --patience <n>                    stop a member after this many epochs without improvement
                                        (default: never)
      --min-delta <change>              least change that counts as an improvement (default: 0)

    Ensemble:
      --members <n>                     networks in the ensemble (default: 5)
      --seed <n>                        seed of every random choice of the run (default: 0)
      --tta <views>                     also measure over several views of each image: none, flip,
                                        six-view, shifts (default: none)
      --strategy <name>                 how members come to differ: independent, bagging, snapshot
                                        (default: independent)
      --combine <name>                  how predictions are combined: mean, vote, greedy (default: mean)
      --calibrate                       fit one temperature to the ensemble, on the validation images

    Execution and output:
      --workers <n>                     worker threads (default: one per processor)
      --backend <name>                  auto, wasm, gpu, gpu:MODE (webgpu, headlessgl, webasm or cpu) or
                                        reference (default: auto)
      --kernels <kind>                  fast, or strict: the same bits on every machine (default: fast)
      --data-dir <folder>               folder of datasets (default: $CONVOY_DATA, then the user's
                                        cache)
      --out <folder>                    run directory to write (default:
                                        runs/<dataset>-<model>-seed<seed>)
      --no-report                       do not write report.html, which takes some seconds at the end
      --dry-run                         print the plan of the run, and train nothing
      --json                            print one JSON event per line

    Fault tolerance:
      --checkpoint-steps <n>            also write a checkpoint every n steps (default: at the end of
                                        each epoch)
      --checkpoint-minutes <n>          also write a checkpoint every n minutes within an epoch
                                        (default: 5)
      --max-failures <n>                restarts of a member whose worker crashes (default: 3)
      --min-members <n>                 members that must finish for the run to succeed (default: 1)
      --member-timeout <seconds>        silence after which a worker counts as crashed; 0 for never
                                        (default: 1800)

    Options:
      -h, --help                        show help

    Examples:
      convoy train --dataset mnist --model lecture-cnn --members 5 --workers 2 --seed 7 --epochs 3 --out runs/a
      convoy train --recipe airbench-quarter --seed 7 --workers 2 --out runs/cifar10
      convoy train --dataset ./flowers
      convoy train --config ensemble.json --epochs 10 --patience 2
    "
  `);
  for (const name of [...presetNames, ...datasetNames]) expect(text).toContain(name);
});

it.each(commands)('of %s has an example that begins with the command', async (words) => {
  const text = await help(...words.split(' '));
  expect(text).toMatch(new RegExp(`Examples?:\\n {2}convoy ${words}`));
});
