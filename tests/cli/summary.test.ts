import { afterAll, expect, it } from 'vitest';
import { convoy, workFolder } from './convoy.ts';

const folder = workFolder();
afterAll(folder.remove);

it('summary shows what each layer costs and sees, and the memory that training takes', async () => {
  const { code, stdout } = await convoy(
    ['summary', '--model', 'lecture-cnn', '--batch-size', '128'],
    folder.path,
  );
  expect(code).toBe(0);
  expect(stdout.replace(/\d+\.\d MB/g, '… MB')).toMatchInlineSnapshot(`
    "Model: "lecture-cnn"

    Layer (type)                          Output Shape  Param #  Multiply-adds  Receptive field
    conv2d_1 (Conv2D)               (None, 26, 26, 32)      320        194,688            3 × 3
    max_pooling2d_1 (MaxPooling2D)  (None, 13, 13, 32)        0              0            4 × 4
    conv2d_2 (Conv2D)               (None, 11, 11, 64)   18,496      2,230,272            8 × 8
    max_pooling2d_2 (MaxPooling2D)    (None, 5, 5, 64)        0              0          10 × 10
    conv2d_3 (Conv2D)                 (None, 3, 3, 64)   36,928        331,776          18 × 18
    flatten_1 (Flatten)                    (None, 576)        0              0          18 × 18
    dense_1 (Dense)                         (None, 64)   36,928         36,864              all
    dense_2 (Dense)                         (None, 10)      650            640              all

    Total params: 93,322
    Trainable params: 93,322
    Non-trainable params: 0
    Multiply-adds: 2,794,240 per image, forward; a training step takes about three times as many
    Memory per worker at batch size 128: … MB to train, … MB to predict
    "
  `);
});

it('summary --json is what the library says', async () => {
  const args = ['summary', '--model', 'lenet5', '--dataset', 'cifar10', '--json'];
  const { stdout } = await convoy(args, folder.path);
  expect(JSON.parse(stdout)).toMatchObject({
    model: 'lenet5',
    dataset: 'cifar10',
    batchSize: 256,
    layers: expect.arrayContaining([expect.objectContaining({ name: 'conv2d_1', receptiveField: [5, 5] })]),
    multiplyAdds: expect.any(Number),
    trainingBytes: expect.any(Number),
  });
});
