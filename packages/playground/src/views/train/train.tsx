// The view that trains: what is trained, and how it goes.

import type { ViewProps } from '../../views.ts';
import { NetworkTable } from './networkTable.tsx';

export function Train({ ensemble }: ViewProps) {
  const { dataset, members, examples, model } = ensemble;
  return (
    <section class="panel">
      <h1>
        {members.length} members on {dataset}
      </h1>
      <p class="note">
        {examples.training.count.toLocaleString('en-US')} images to train on,{' '}
        {(examples.validation?.count ?? 0).toLocaleString('en-US')} set aside for validation,{' '}
        {examples.test.count.toLocaleString('en-US')} to test.
      </p>
      <NetworkTable model={model} />
    </section>
  );
}
