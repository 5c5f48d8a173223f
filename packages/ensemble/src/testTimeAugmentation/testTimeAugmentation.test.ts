import { expect, test } from 'vitest';
import { predictViews } from './predictViews.ts';
import { resolveViews, type TestTimeAugmentation, viewSetNames, type WeightedView } from './views.ts';

const imageShape = [28, 28, 1] as const;

function softmax(logits: readonly number[]): number[] {
  const exponentials = logits.map(Math.exp);
  const sum = exponentials.reduce((total, value) => total + value);
  return exponentials.map((value) => value / sum);
}

test('views are averaged on logits, weighted', async () => {
  const [first, second] = resolveViews([{ weight: 3 }, { weight: 1, flip: true }], imageShape) as [
    WeightedView,
    WeightedView,
  ];
  const logits = new Map([
    [first, [1, -2, 0.5, 30, 0, -30]],
    [second, [-1, 2, 0, -10, 10, 0]],
  ]);
  const rowsOf = (values: readonly number[]) => [softmax(values.slice(0, 3)), softmax(values.slice(3))];
  const predict = async (view: WeightedView) => Float32Array.from(rowsOf(logits.get(view) ?? []).flat());
  const mean = (logits.get(first) ?? []).map((a, i) => 0.75 * a + 0.25 * (logits.get(second)?.[i] ?? 0));
  const predicted = await predictViews([first, second], 3, predict);
  for (const [i, probability] of rowsOf(mean).flat().entries())
    expect(predicted[i]).toBeCloseTo(probability, 6);
});

test('what is known of the images as they are is not predicted again', async () => {
  const plain = Float32Array.of(0.25, 0.75);
  const asked: WeightedView[] = [];
  const predict = async (view: WeightedView) => {
    asked.push(view);
    return Float32Array.of(0.5, 0.5);
  };
  const predicted = await predictViews(resolveViews('flip', imageShape), 2, predict, plain);
  expect(asked.map(({ flip }) => flip)).toEqual([true]);
  // The odds are the geometric mean of 1 : 3 and 1 : 1.
  expect((predicted[1] ?? 0) / (predicted[0] ?? 0)).toBeCloseTo(Math.sqrt(3), 5);
});

test('a class that float32 rounded to 0 in one view is unlikely, not impossible', async () => {
  const views = resolveViews('flip', imageShape);
  const predict = async ({ flip }: WeightedView) =>
    flip ? Float32Array.of(1e-30, 1) : Float32Array.of(1, 0);
  const predicted = await predictViews(views, 2, predict);
  expect(predicted[0]).toBeGreaterThan(0.99);
  expect(predicted.every(Number.isFinite)).toBe(true);
});

test('the named sets are these', () => {
  const described = (name: TestTimeAugmentation) =>
    resolveViews(name, imageShape).map(
      ({ flip, shift, fill, weight }) => `${weight} ${flip ? 'mirrored' : 'as it is'} [${shift}] ${fill}`,
    );
  expect(Object.fromEntries(viewSetNames.map((name) => [name, described(name)]))).toMatchInlineSnapshot(`
    {
      "flip": [
        "0.5 as it is [0,0] reflect",
        "0.5 mirrored [0,0] reflect",
      ],
      "none": [],
      "shifts": [
        "0.2 as it is [0,0] zeros",
        "0.2 as it is [-1,0] zeros",
        "0.2 as it is [1,0] zeros",
        "0.2 as it is [0,-1] zeros",
        "0.2 as it is [0,1] zeros",
      ],
      "six-view": [
        "0.25 as it is [0,0] reflect",
        "0.25 mirrored [0,0] reflect",
        "0.125 as it is [-1,-1] reflect",
        "0.125 mirrored [-1,-1] reflect",
        "0.125 as it is [1,1] reflect",
        "0.125 mirrored [1,1] reflect",
      ],
    }
  `);
});

test('weights of views of one’s own are brought to a sum of 1', () => {
  expect(resolveViews([{ weight: 3 }, { shift: [0, 1], weight: 1 }], imageShape)).toEqual([
    { flip: false, shift: [0, 0], fill: 'reflect', weight: 0.75 },
    { flip: false, shift: [0, 1], fill: 'reflect', weight: 0.25 },
  ]);
});

test('what is no set and no view is refused', () => {
  const wrong = [
    'six-veiw',
    [{ flip: true }],
    [{ flip: true, weight: 0 }],
    [{ weight: 1, mirror: true }],
    [{ weight: 1, shift: [28, 0] }],
    { flip: true },
  ];
  const messages = wrong.map((augmentation) => {
    try {
      return resolveViews(augmentation as unknown as TestTimeAugmentation, imageShape);
    } catch (error) {
      return String(error);
    }
  });
  expect(messages).toMatchInlineSnapshot(`
    [
      "EnsembleError: unknown test-time augmentation: six-veiw. Did you mean six-view? There are: none, flip, six-view, shifts",
      "EnsembleError: testTimeAugmentation[0]: weight: expected a number above 0, got undefined",
      "EnsembleError: testTimeAugmentation[0]: weight: expected a number above 0, got 0",
      "EnsembleError: testTimeAugmentation[0]: unknown option mirror. There are: flip, shift, fill",
      "EnsembleError: testTimeAugmentation[0]: shift: expected fewer pixels than images of 28 × 28 have, to reflect them, found [28,0]",
      "EnsembleError: testTimeAugmentation: expected none, flip, six-view, shifts or a list of views, got {"flip":true}",
    ]
  `);
});
