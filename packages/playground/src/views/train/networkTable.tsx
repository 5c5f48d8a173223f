// A network as a table: each layer's output shape, parameters, and what it sees of the image.

import { analyzeModel, type SequentialConfig } from '@convoy/core';
import { formatShape } from '@convoy/core/internal';

export function NetworkTable({ model }: { readonly model: SequentialConfig }) {
  const { layers, parameters, multiplyAdds } = analyzeModel(model);
  const whole = 'image';
  return (
    <div class="scroll">
      <table class="network">
        <caption>
          {parameters.toLocaleString('en-US')} parameters, {(multiplyAdds / 1e6).toFixed(2)} million
          multiply-adds per image
        </caption>
        <thead>
          <tr>
            <th scope="col">Layer</th>
            <th scope="col">Output</th>
            <th scope="col" class="n">
              Parameters
            </th>
            <th scope="col" class="n">
              Sees
            </th>
          </tr>
        </thead>
        <tbody>
          {layers.map(({ name, outputShape, parameters, receptiveField }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{formatShape(outputShape)}</td>
              <td class="n">{parameters.toLocaleString('en-US')}</td>
              <td class="n">{receptiveField?.join(' × ') ?? whole}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
