// Where the run comes from, and how to have it again.

import { Sequential } from '@convoy/core';
import { shellWord } from '@convoy/core/internal';
import { counted, duration, fileSize, percent, whole } from '../../ui/format.ts';
import { type Html, html } from '../page/html.ts';
import { reproduction } from '../reproduce.ts';
import type { ReportSource } from '../source.ts';
import { imagesPerSecondOf } from '../summary.ts';
import type { Part } from './part.ts';

export const provenance: Part = (source) => {
  const { manifest, run } = source;
  const { configuration, members } = manifest;
  const command = reproduction(manifest, run);
  return {
    id: 'run',
    short: 'Run',
    title: 'Where it comes from',
    charts: [],
    body: html`<h3>Again</h3>
<p>The same configuration on the same data gives the same ensemble, bit for bit on the same kind of processor, whatever the number of workers.</p>
<pre class="wrap">${command}
convoy evaluate ${shellWord(run)}
convoy report ${shellWord(run)}</pre>
<div class="grid">
<div class="panel"><h4>Training</h4>${facts(trainingFacts(source))}</div>
<div class="panel"><h4>Data</h4>${facts(dataFacts(source))}
<h4 style="margin-top:1.2rem">Machine and versions</h4>${facts(machineFacts(source))}</div>
</div>
<h3>Network</h3>
<pre>${new Sequential(configuration.model).summary()}</pre>
<h3>Seeds</h3>
<p>Every random choice of a member follows from these, and they from the run's seed, ${configuration.seed}.</p>
<div class="panel scroll fit"><table><thead><tr><th>member</th><th>initialization</th><th>order and dropout</th></tr></thead>
<tbody>${members.map(
      ({ member, initialization, training }) =>
        html`<tr><td>${member}</td><td class="mono">${initialization}</td><td class="mono">${training}</td></tr>`,
    )}</tbody></table></div>
<details><summary>The whole configuration</summary><pre>${JSON.stringify(configuration, null, 2)}</pre></details>`,
  };
};

type Fact = readonly [name: string, value: Html | string | number | null];

function facts(rows: readonly Fact[]): Html {
  return html`<table class="facts">${rows
    .filter(([, value]) => value !== null)
    .map(([name, value]) => html`<tr><th scope="row">${name}</th><td>${value}</td></tr>`)}</table>`;
}

function trainingFacts(source: ReportSource): Fact[] {
  const { configuration, result, started } = source.manifest;
  const { earlyStopping, optimizer } = configuration;
  const rate = imagesPerSecondOf(source);
  // A patience of all epochs only keeps the best weights: nothing stops early.
  const stops = earlyStopping !== null && (earlyStopping.patience ?? 0) < configuration.epochs;
  return [
    ['network', configuration.model.name ?? 'sequential'],
    ['members', configuration.members],
    ['workers', configuration.workers],
    ['seed', configuration.seed],
    ['epochs', stops ? `at most ${configuration.epochs}` : configuration.epochs],
    ['batch size', configuration.batchSize],
    ['optimizer', optimizerText(optimizer)],
    ['early stopping', stops ? stoppingText(earlyStopping) : 'none'],
    [
      'weights',
      earlyStopping?.restoreBestWeights === false || earlyStopping === null
        ? 'of the last epoch'
        : 'of the best epoch',
    ],
    [
      'validation',
      configuration.validationSplit === 0
        ? 'none'
        : `the last ${percent(configuration.validationSplit)} of the training images`,
    ],
    [
      'started',
      html`<time datetime="${started}">${started.replace('T', ' ').replace(/\.\d+Z$/, ' UTC')}</time>`,
    ],
    ['took', result ? duration(result.seconds) : null],
    ['speed', rate === null ? null : `${whole(rate)} training images/s, all members together`],
  ];
}

function optimizerText({
  type,
  learningRate,
  ...rest
}: ReportSource['manifest']['configuration']['optimizer']): string {
  const others = Object.entries(rest)
    .filter(([, value]) => (typeof value === 'number' && value !== 0) || value === true)
    .map(([name, value]) => `${name} ${value}`);
  const rate = typeof learningRate === 'number' ? learningRate : JSON.stringify(learningRate);
  return [`${type}, learning rate ${rate}`, ...others].join(', ');
}

function stoppingText({
  monitor = 'valLoss',
  patience = 0,
  minDelta = 0,
}: NonNullable<ReportSource['manifest']['configuration']['earlyStopping']>): string {
  return [
    `watches ${monitor}`,
    `patience ${counted(patience, 'epoch')}`,
    minDelta > 0 ? `at least ${minDelta}` : '',
  ]
    .filter(Boolean)
    .join(', ');
}

function dataFacts({ manifest: { dataset } }: ReportSource): Fact[] {
  return [
    ['data set', dataset.name],
    ['images', dataset.imageShape.join(' × ')],
    ['classes', dataset.classNames.length],
    ['training', whole(dataset.trainingImages)],
    ['validation', whole(dataset.validationImages)],
    ['test', whole(dataset.testImages)],
    ['SHA-256', html`<span class="mono">${dataset.sha256}</span>`],
  ];
}

function machineFacts({ manifest: { hardware, versions, backend } }: ReportSource): Fact[] {
  const details = Object.values(backend.details).join(', ');
  return [
    ['processor', `${hardware.cpu}, ${counted(hardware.cores, 'core')}`],
    [
      'memory',
      fileSize(hardware.memoryBytes).replace(
        /(\d+)\.\d MB/,
        (_, mega: string) => `${(Number(mega) / 1000).toFixed(0)} GB`,
      ),
    ],
    ['system', `${hardware.platform} ${hardware.architecture}`],
    ['backend', details === '' ? backend.name : `${backend.name} (${details})`],
    ['versions', `Convoy ${versions.convoy}, Node ${versions.node}, V8 ${versions.v8}`],
  ];
}
