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

    Trains ensembles of convolutional networks on every core, and averages what they predict.

    Options:
      -V, --version                       print the version
      -h, --help                          show help

    Train:
      quickstart [options]                Train three small networks on two workers, and say what to try
                                          next.
      train [options]                     Train an ensemble and save it as a run.
      resume [options] <run>              Go on with a run that was interrupted, to the same bits as if
                                          it had not been.
      status [options] <run>              Say how far a run is, while it trains and afterwards.
      pause <run>                         Pause a run: no batch begins until it is continued.
      continue <run>                      Continue a paused run.
      stop <run>                          Stop a run as Ctrl-C does: it writes checkpoints and ends.
      recipes [options]                   List the recipes: whole trainings with a name, and what was
                                          measured with them.

    Use a run:
      evaluate [options] <run>            Measure an ensemble, and each of its members, on a data set.
      predict [options] <run> <image...>  Classify PNG or JPEG images of any size, with the vote of each
                                          member.
      report [options] <run>              Write the report of a run again: curves, mistakes, and what
                                          the network sees.
      compare [options] <run...>          Put runs side by side: their figures, their curves, and what
                                          was different.
      export [options] <run>              Write an ensemble as ONNX, safetensors, Keras or PyTorch.
      import [options] <file...>          Make a run of networks from ONNX, Keras or safetensors files.

    Look around:
      summary [options]                   Print a model's layers, parameters, multiply-adds, receptive
                                          fields and memory.
      data                                List, download and verify data sets.
      doctor [options]                    Say what this machine has, and what to do about what it lacks.
      bench                               Measure how fast this machine trains and predicts.
      completion <shell>                  Print the script that completes convoy commands in bash, zsh
                                          or fish.
      help [command]                      Show help for a command.

    Examples:
      convoy quickstart
      convoy train --dataset glyphs --model lecture-cnn --members 3 --workers 2
      convoy train --dataset ./flowers --image-size 32 --model lecture-cnn
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

    What is trained on what:
      --recipe <name>             mnist-strong, convnetjs-cifar, airbench-quarter, airbench: begin with
                                  all its options; others win over it
      --dataset <name>            mnist, cifar10, glyphs, or a folder of your own pictures: ./flowers
      --model <name>              lecture-cnn, lecture-dense, lenet5, mnist-strong, convnetjs-cifar,
                                  airbench, airbench-quarter; several with commas between, in turn
      --config <file>             JSON file with any of these options: { "batchSize": 128 }; flags win
                                  over it

    Pictures of a folder:
      --image-size <pixels>       of a folder: what every picture becomes, 64 or 96x64 (default: their
                                  own size)
      --channels <n>              of a folder: 1 is grey, 3 has colours (default: 1 if every picture is
                                  grey)
      --test-split <part>         of a folder without train and test: the part to test on (default: 1/6)
      --split-seed <n>            of a folder: its test pictures are drawn from it (default: 0)

    How each member is trained:
      --epochs <n>                times that each member sees the training images, 9.9 as well (default:
                                  3)
      --batch-size <n>            images a step (default: 256)
      --drop-remainder            leave images out of an epoch that do not fill a last step
      --validation-split <part>   last part of the training images, set aside (default: 1/6)
      --augmentation <names>      flip, crop, translation, rotation, zoom, cutout, with commas (default:
                                  none)
      --optimizer <name>          sgd, rmsprop, adam, adamw or adadelta (default: rmsprop)
      --learning-rate <rate>      default: the optimizer's own, as in Keras
      --label-smoothing <part>    part of each target that is spread over all classes (default: 0)
      --weights <which>           keep each member's best epoch, or its last: best or last (default:
                                  best)
      --monitor <figure>          what is best: valLoss, valAccuracy, loss or accuracy (default:
                                  valLoss)
      --patience <n>              stop a member after so many epochs without improvement (default:
                                  never)
      --min-delta <change>        least change that counts as improvement (default: 0)

    How members become an ensemble:
      --members <n>               networks in the ensemble (default: 5)
      --seed <n>                  every random choice of the run follows from it (default: 0)
      --tta <views>               measure over views of each image too: flip, six-view or shifts
                                  (default: none)
      --strategy <name>           how members differ: independent, bagging or snapshot (default:
                                  independent)
      --combine <name>            how they become one: mean, vote or greedy (default: mean)
      --calibrate                 fit one temperature to the ensemble, on the validation images

    Where and how fast:
      --workers <n>               worker threads (default: one a processor)
      --backend <name>            auto, wasm, gpu, gpu:MODE (webgpu, headlessgl, webasm or cpu) or
                                  reference (default: auto)
      --kernels <kind>            fast, or strict: the same bits on every machine (default: fast)
      --data-dir <folder>         where data sets lie (default: $CONVOY_DATA, then the user's cache)
      --out <folder>              run directory to write (default: runs/<dataset>-<model>-seed<seed>)
      --no-report                 leave out report.html, which takes some seconds at the end
      --json                      print one JSON event a line

    Against what may go wrong:
      --checkpoint-steps <n>      checkpoint also after so many batches (default: at epoch ends)
      --checkpoint-minutes <n>    checkpoint also after so many minutes in an epoch (default: 5)
      --max-failures <n>          times a member whose worker crashes is started again (default: 3)
      --min-members <n>           members that must finish for the run to succeed (default: 1)
      --member-timeout <seconds>  silence that counts as a crash; 0 for never (default: 1800)

    Options:
      -h, --help                  show help

    Examples:
      convoy train --dataset mnist --model lecture-cnn --members 5 --workers 2 --seed 7 --epochs 3 --out runs/a
      convoy train --recipe airbench-quarter --seed 7 --workers 2 --out runs/cifar10
      convoy train --dataset ./flowers --image-size 32 --model lecture-cnn
      convoy train --config ensemble.json --epochs 10 --patience 2
    "
  `);
  for (const name of [...presetNames, ...datasetNames]) expect(text).toContain(name);
});

it.each(commands)('of %s has an example that begins with the command', async (words) => {
  const text = await help(...words.split(' '));
  expect(text).toMatch(new RegExp(`Examples?:\\n {2}convoy ${words}`));
});
