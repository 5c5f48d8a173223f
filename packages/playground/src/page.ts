// What the whole page shares: the settings, the ensemble that they give, and the view that is shown.

import { effect, signal } from '@preact/signals';
import { loadDataset } from './data/loadDataset.ts';
import { defaultSettings, type Settings } from './settings/settings.ts';
import { createLiveRun, type LiveRun } from './training/liveRun.ts';
import { type View, views } from './views.ts';

/** What there is to look at: an ensemble, or why there is none. */
export type Shown =
  | { readonly state: 'loading' }
  | { readonly state: 'ready'; readonly run: LiveRun }
  | { readonly state: 'failed'; readonly message: string };

export const settings = signal<Settings>(defaultSettings);
export const shown = signal<Shown>({ state: 'loading' });
export const view = signal<View>(viewOfAddress());

/** Shows a view, as a new entry of the browser's history. */
export function show(next: View): void {
  const address = new URL(location.href);
  address.searchParams.set('view', next.name);
  history.pushState(null, '', address);
  view.value = next;
}

addEventListener('popstate', () => {
  view.value = viewOfAddress();
});

effect(() => {
  void prepare(settings.value);
});

async function prepare(chosen: Settings): Promise<void> {
  const isCurrent = () => settings.peek() === chosen;
  try {
    const run = await createLiveRun(await loadDataset(chosen.dataset), chosen);
    if (isCurrent()) shown.value = { state: 'ready', run };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (isCurrent()) shown.value = { state: 'failed', message };
  }
}

function viewOfAddress(): View {
  const name = new URLSearchParams(location.search).get('view');
  return views.find((each) => each.name === name) ?? views[0];
}
